import 'package:vendor_errors/vendor_errors.dart';

void main() {
  for (final code in [KeylessErrorCase.faceNotMatching.code, 99999]) {
    print('$code ${KeylessError.fromCode(code).title ?? 'unrecognized'}');
  }
}
