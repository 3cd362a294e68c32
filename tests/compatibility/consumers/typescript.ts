// What apps do with the bindings of ../old, one file a section; see ../run.py.

// --- main
export {};

// --- grown
import { GrownError } from "vendor-errors";

export function grown(code: GrownError): number {
  switch (code) {
    case GrownError.FIRST:
      return 1;
    case GrownError.SECOND:
      return 2;
    default:
      return 0;
  }
}

// --- grown strict
import { GrownError } from "vendor-errors";

export function grownStrict(code: GrownError): number {
  switch (code) {
    case GrownError.FIRST:
      return 1;
    case GrownError.SECOND:
      return 2;
    default:
      return code satisfies never;
  }
}

// --- shrunk
import { ShrunkError } from "vendor-errors";

export const shrunk: ShrunkError = ShrunkError.SECOND;

// --- renamed
import { RenamedError } from "vendor-errors";

export const renamed: RenamedError = RenamedError.SECOND;

// --- aliased
import { AliasedError } from "vendor-errors";

export function aliased(code: AliasedError): number {
  switch (code) {
    case AliasedError.FIRST:
      return 1;
    case AliasedError.SECOND:
      return 2;
    default:
      return code satisfies never;
  }
}

// --- moved
import { MovedError } from "vendor-errors";

export const moved: MovedError = MovedError.SECOND;

// --- sorted
import { SortedErrorType } from "vendor-errors";

export const sorted: SortedErrorType = SortedErrorType.LEFT;

// --- sorted strict
import { SortedErrorType } from "vendor-errors";

export function sortedStrict(type: SortedErrorType): number {
  switch (type) {
    case SortedErrorType.LEFT:
      return 1;
    case SortedErrorType.MIDDLE:
      return 2;
    default:
      return type satisfies never;
  }
}

// --- widened strict
import { widenedErrorInfo } from "vendor-errors";

export const widenedStrict: number | undefined = widenedErrorInfo(1)?.code;

// --- outdated strict
import { OutdatedError } from "vendor-errors";

export const outdatedStrict: OutdatedError = OutdatedError.SECOND;

// --- extra strict
import type { VendorErrorInfo } from "vendor-errors";

export const extraStrict = (info: VendorErrorInfo): number | string => info.code;

// --- odd
import { Condition } from "vendor-errors";

export const odd: Condition = Condition.LOW;

// --- odd strict
import { Condition } from "vendor-errors";

export function oddStrict(condition: Condition): number {
  switch (condition) {
    case Condition.LOW:
      return 1;
    case Condition.HIGH:
      return 2;
    default:
      return condition satisfies never;
  }
}
