import { Condition, KeylessError, keylessErrorInfo } from "vendor-errors";

const back = (): void => console.log("back");
const show = (text: string | undefined | null): void => console.log(`show ${text}`);
const report = (text: string): void => console.log(`report ${text}`);

function handle(code: number): void {
  @README@
}

[@CODES@].forEach(handle);
