import VendorErrors

for code in [KeylessUserError.faceNotMatching.code, 99999] {
  print(code, KeylessError(code: code).title ?? "unrecognized")
}
