// What an app does with an error: Keyless's own sample code for Flutter, with the
// package of the SDK replaced by the generated one, and an error response of PrivateID's
// Session API.

// The SDK returns some codes up to a version only, which deprecates them.
// ignore_for_file: deprecated_member_use

import 'dart:convert';

import 'package:vendor_errors/vendor_errors.dart';

/// The SDK's call, as far as the sample code needs it: it fails.
Future<void> authenticate(int code) async => throw KeylessError.fromCode(code);

Future<void> onAuthenticate(int code) async {
  try {
    await authenticate(code);
    print('Authentication successful');
  } catch (error) {
    if (error is KeylessError) {
      switch (error.errorType) {
        case KeylessErrorType.user:
          if (error.code == KeylessErrorCase.faceNotMatching.code) {
            print('${error.code} Face not matching');
          } else if (error.code == KeylessErrorCase.maskDetected.code) {
            print('${error.code} Mask detected');
          } else if (error.code == KeylessErrorCase.spoofing.code) {
            print('${error.code} Spoofing detected');
          } else if (error.code == KeylessErrorCase.timeout.code) {
            print('${error.code} The operation timed out');
          } else if (error.code == KeylessErrorCase.userCancelled.code) {
            print('${error.code} The user cancelled the operation');
          } else if (error.code == KeylessErrorCase.noNetworkConnection.code) {
            print('${error.code} No network connection available');
          } else if (error.code == KeylessErrorCase.deviceTampered.code) {
            print('${error.code} Device security check failed');
          } else if (error.code == KeylessErrorCase.lockout.code) {
            print('${error.code} Your account is temporarily locked');
          }
          break;
        default:
          // Handle internal or integration errors
          final errorType = error.errorType?.name ?? 'unrecognized';
          final errorMessage = error.message;
          assert((errorMessage == null) == (error is UnrecognizedKeylessError));
          print('${error.code} Authentication failed ($errorType)');
        // Here you could display a generic error popup with the error code
      }
    }
  }
}

void onResponse(String response) {
  final json = jsonDecode(response) as Map<String, Object?>;
  final codes = (json['errorCodes'] as List<Object?>).cast<int>();
  final errors = PrivateIdError.fromCodes(codes).map(
    (error) => switch (error) {
      KnownPrivateIdError(:final value) => '${value.code} ${value.name}',
      UnrecognizedPrivateIdError(:final code) => '$code unrecognized',
    },
  );
  print('privateid: ${errors.join(', ')}');
}

Future<void> main() async {
  const codes = [
    30004, 30002, 30000, 30001, 30003, 30005, 30007, //
    512, 20010, 99999,
  ];
  for (final code in codes) {
    await onAuthenticate(code);
  }
  onResponse(
    '{"status":"error","message":"Camera failure detected",'
    '"errorCodes":[-7]}',
  );
  onResponse(
    '{"status":"error","message":"Camera failure detected",'
    '"errorCodes":[-7,-999,1,-7,-999]}',
  );
}
