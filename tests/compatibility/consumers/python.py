# What servers do with the bindings of ../old, one file a section; see ../run.py.

# --- main

# --- grown
from vendor_errors import GrownError, UnrecognizedGrownError


def grown(error: GrownError | UnrecognizedGrownError) -> int:
    match error:
        case GrownError.FIRST:
            return 1
        case GrownError.SECOND:
            return 2
        case other:
            return other.code


# --- grown strict
from typing_extensions import assert_never
from vendor_errors import GrownError, UnrecognizedGrownError


def grown_strict(error: GrownError | UnrecognizedGrownError) -> int:
    match error:
        case GrownError.FIRST:
            return 1
        case GrownError.SECOND:
            return 2
        case UnrecognizedGrownError():
            return 0
        case other:
            assert_never(other)


# --- shrunk
from vendor_errors import ShrunkError

shrunk = ShrunkError.SECOND

# --- renamed
from vendor_errors import RenamedError

renamed = RenamedError.SECOND

# --- aliased
from typing_extensions import assert_never
from vendor_errors import AliasedError


def aliased(error: AliasedError) -> int:
    match error:
        case AliasedError.FIRST:
            return 1
        case AliasedError.SECOND:
            return 2
        case other:
            assert_never(other)


# --- moved
from vendor_errors import MovedError

moved = MovedError.SECOND

# --- sorted
from vendor_errors import SortedErrorType

sorted_type = SortedErrorType.LEFT

# --- sorted strict
from typing_extensions import assert_never
from vendor_errors import SortedErrorType


def sorted_strict(error_type: SortedErrorType) -> int:
    match error_type:
        case SortedErrorType.LEFT:
            return 1
        case SortedErrorType.MIDDLE:
            return 2
        case other:
            assert_never(other)


# --- widened strict
from vendor_errors import WidenedError

widened: int = WidenedError.FIRST.code

# --- outdated strict
from vendor_errors import OutdatedError

outdated = OutdatedError.SECOND

# --- extra strict
from vendor_errors import KnownVendorError


def extra_strict(error: KnownVendorError) -> str:
    return error.domain


# --- odd
from vendor_errors import Condition

odd = Condition.LOW

# --- odd strict
from typing_extensions import assert_never
from vendor_errors import Condition


def odd_strict(condition: Condition) -> int:
    match condition:
        case Condition.LOW:
            return 1
        case Condition.HIGH:
            return 2
        case other:
            assert_never(other)
