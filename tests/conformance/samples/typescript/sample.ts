// The sample code of the Keyless page, and PrivateID's sample error response.
import { KeylessError, keylessErrorInfo, privateIdErrorsFromCodes } from "vendor-errors";

function onFailure(code: number): string {
  switch (code) {
    case KeylessError.FACE_NOT_MATCHING:
      return "Face not matching";
    case KeylessError.MASK_DETECTED:
      return "Mask detected";
    case KeylessError.SPOOFING:
      return "Spoofing detected";
    case KeylessError.TIMEOUT:
      return "The operation timed out";
    case KeylessError.USER_CANCELLED:
      return "The user cancelled the operation";
    case KeylessError.NO_NETWORK_CONNECTION:
      return "No network connection available";
    case KeylessError.LOCKOUT:
      return "Your account is temporarily locked";
    default:
      return `Authentication failed (${keylessErrorInfo(code)?.errorType ?? "unrecognized"})`;
  }
}

interface ErrorResponse {
  readonly status: "error";
  readonly message: string;
  readonly errorCodes: readonly number[];
}

function onResponse(json: string): string {
  const response = JSON.parse(json) as ErrorResponse;
  return privateIdErrorsFromCodes(response.errorCodes)
    .map(({ code, info }) => `${code} ${info?.name ?? "unrecognized"}`)
    .join(", ");
}

for (const code of [30004, 30002, 30000, 30001, 30003, 30005, 30007, 512, 20010, 99999]) {
  console.log(`${code} ${onFailure(code)}`);
}
for (const errorCodes of ["[-7]", "[-7,-999,1,-7,-999]"]) {
  const json = `{"status":"error","message":"Camera failure detected","errorCodes":${errorCodes}}`;
  console.log(`privateid: ${onResponse(json)}`);
}
