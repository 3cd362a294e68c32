// What apps do with the bindings of ../old, one file a section; see ../run.py.

// --- main
package consumers

internal fun main() {}

// --- grown
package consumers

import com.example.errors.GrownError

internal fun grown(error: GrownError): Int =
    when (error) {
        GrownError.First -> 1
        GrownError.Second -> 2
        else -> 0
    }

// --- grown strict
package consumers

import com.example.errors.GrownError

internal fun grownStrict(error: GrownError): Int =
    when (error) {
        GrownError.First -> 1
        GrownError.Second -> 2
        is GrownError.Unrecognized -> 0
    }

// --- shrunk
package consumers

import com.example.errors.ShrunkError

internal fun shrunk(error: ShrunkError): Boolean = error == ShrunkError.Second

// --- renamed
package consumers

import com.example.errors.RenamedError

internal fun renamed(error: RenamedError): Boolean = error == RenamedError.Second

// --- aliased
package consumers

import com.example.errors.AliasedError

@Suppress("DEPRECATION")
internal fun aliased(error: AliasedError): Int =
    when (error) {
        AliasedError.First -> 1
        AliasedError.Second -> 2
        else -> 0
    }

// --- aliased strict
package consumers

import com.example.errors.AliasedError

@Suppress("DEPRECATION")
internal fun aliasedStrict(error: AliasedError): Int =
    when (error) {
        AliasedError.First -> 1
        AliasedError.Second -> 2
        is AliasedError.Unrecognized -> 0
    }

// --- moved
package consumers

import com.example.errors.MovedError
import com.example.errors.MovedRightError

internal fun moved(error: MovedError): Boolean = error == MovedRightError.Second

// --- sorted
package consumers

import com.example.errors.SortedErrorType

internal fun sorted(type: SortedErrorType): Boolean = type == SortedErrorType.LEFT

// --- sorted strict
package consumers

import com.example.errors.SortedErrorType

internal fun sortedStrict(type: SortedErrorType): Int =
    when (type) {
        SortedErrorType.LEFT -> 1
        SortedErrorType.MIDDLE -> 2
    }

// --- widened
package consumers

import com.example.errors.WidenedError

internal fun widened(error: WidenedError): Int = error.code

// --- outdated
package consumers

import com.example.errors.OutdatedError

@Suppress("DEPRECATION")
internal fun outdated(error: OutdatedError): Boolean = error == OutdatedError.Second

// --- outdated strict
package consumers

import com.example.errors.OutdatedError

internal fun outdatedStrict(error: OutdatedError): Boolean = error == OutdatedError.Second

// --- extra strict
package consumers

import com.example.errors.AliasedError
import com.example.errors.GrownError
import com.example.errors.MovedError
import com.example.errors.OutdatedError
import com.example.errors.RenamedError
import com.example.errors.ShrunkError
import com.example.errors.SortedError
import com.example.errors.VendorError
import com.example.errors.WidenedError

internal fun extraStrict(error: VendorError): Int =
    when (error) {
        is GrownError, is ShrunkError, is RenamedError, is AliasedError -> 1
        is MovedError, is SortedError, is WidenedError, is OutdatedError -> 2
    }

// --- odd
package consumers

import com.example.errors.Condition

internal fun odd(condition: Condition): Boolean = condition == Condition.LOW

// --- odd strict
package consumers

import com.example.errors.Condition

internal fun oddStrict(condition: Condition): Int =
    when (condition) {
        Condition.LOW -> 1
        Condition.HIGH -> 2
    }
