// The sample code of the Keyless page for iOS, with our type of error, and the sample error
// response of PrivateID.

import Foundation
import VendorErrors

/// What the page does with the error of a failed authentication.
func text(for error: KeylessError) -> String {
  switch error {
  case .userError(let userError):
    switch userError {
    case .faceNotMatching:
      return "Face not matching"
    case .maskDetected:
      return "Mask detected"
    case .spoofing:
      return "Spoofing detected"
    case .timeout:
      return "The operation timed out"
    case .userCancelled:
      return "The user cancelled the operation"
    case .noNetworkConnection:
      return "No network connection available"
    case .lockout:
      return "Your account is temporarily locked"
    default:
      return userError.title
    }
  default:
    return "Authentication failed (\(error.errorType?.name ?? "unrecognized"))"
  }
}

for code in [30004, 30002, 30000, 30001, 30003, 30005, 30007, 512, 20010, 99999] {
  let error = KeylessError(code: code)
  print(error.code, text(for: error))
}

struct ErrorResponse: Decodable {
  let status: String
  let message: String
  let errorCodes: [Int]
}

func report(_ json: String) throws {
  let response = try JSONDecoder().decode(ErrorResponse.self, from: Data(json.utf8))
  let errors = PrivateIdError.from(codes: response.errorCodes).map { error in
    "\(error.code) \(error.name ?? "unrecognized")"
  }
  print("privateid:", errors.joined(separator: ", "))
}

try report(#"{"status":"error","message":"Camera failure detected","errorCodes":[-7]}"#)
try report(
  #"{"status":"error","message":"Camera failure detected","errorCodes":[-7,-999,1,-7,-999]}"#)
