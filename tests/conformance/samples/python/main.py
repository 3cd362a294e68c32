"""What a server does with an error.

The branches are those of Keyless's own sample code; the response is one of PrivateID's
Session API.
"""

from __future__ import annotations

import json

from vendor_errors import KeylessError, PrivateIdError, UnrecognizedKeylessError


def on_completion(error: KeylessError | UnrecognizedKeylessError) -> None:
    match error:
        case KeylessError.FACE_NOT_MATCHING:
            print(error.code, "Face not matching")
        case KeylessError.MASK_DETECTED:
            print(error.code, "Mask detected")
        case KeylessError.SPOOFING:
            print(error.code, "Spoofing detected")
        case KeylessError.TIMEOUT:
            print(error.code, "The operation timed out")
        case KeylessError.USER_CANCELLED:
            print(error.code, "The user cancelled the operation")
        case KeylessError.NO_NETWORK_CONNECTION:
            print(error.code, "No network connection available")
        case KeylessError.LOCKOUT:
            print(error.code, "Your account is temporarily locked")
        case KeylessError():
            print(error.code, f"Authentication failed ({error.error_type.value})")
        case UnrecognizedKeylessError(code):
            print(code, "Authentication failed (unrecognized)")


def on_response(body: str) -> None:
    errors = PrivateIdError.from_codes(json.loads(body)["errorCodes"])
    names = [
        f"{error.code} {error.registry_name or 'unrecognized'}" for error in errors
    ]
    print("privateid:", ", ".join(names))


for code in 30004, 30002, 30000, 30001, 30003, 30005, 30007, 512, 20010, 99999:
    on_completion(KeylessError.from_code(code))
on_response('{"status":"error","message":"Camera failure detected","errorCodes":[-7]}')
on_response(
    '{"status":"error","message":"Camera failure detected","errorCodes":[-7,-999,1,-7,-999]}'
)
