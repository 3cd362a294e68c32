import { KeylessError, keylessErrorInfo } from "vendor-errors";

for (const code of [KeylessError.FACE_NOT_MATCHING, 99999]) {
  console.log(`${code} ${keylessErrorInfo(code)?.title ?? "unrecognized"}`);
}
