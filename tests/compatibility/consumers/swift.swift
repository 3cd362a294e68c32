// What apps do with the bindings of ../old, one file a section; see ../run.py.

// --- main
print("compiled")

// --- grown
import VendorErrors

func grown(_ error: GrownError) -> Int {
  switch error {
  case .first: return 1
  case .second: return 2
  default: return 0
  }
}

// --- grown strict
import VendorErrors

func grownStrict(_ error: GrownError) -> Int {
  switch error {
  case .first: return 1
  case .second: return 2
  case .unrecognized: return 0
  }
}

// --- shrunk
import VendorErrors

func shrunk(_ error: ShrunkError) -> Bool { error == .second }

// --- renamed
import VendorErrors

func renamed(_ error: RenamedError) -> Bool { error == .second }

// --- aliased
import VendorErrors

// Inside of what is deprecated itself, nothing warns.
@available(*, deprecated)
func aliased(_ error: AliasedError) -> Bool { error == .second }

// --- aliased strict
import VendorErrors

func aliasedStrict(_ error: AliasedError) -> Int {
  switch error {
  case .first: return 1
  case .second: return 2
  case .unrecognized: return 0
  }
}

// --- moved
import VendorErrors

func moved(_ error: MovedError) -> Bool {
  if case .rightError(.second) = error { return true }
  return false
}

// --- sorted
import VendorErrors

func sorted(_ type: SortedErrorType) -> Bool { type == .left }

// --- sorted strict
import VendorErrors

func sortedStrict(_ type: SortedErrorType) -> Int {
  switch type {
  case .left: return 1
  case .middle: return 2
  }
}

// --- widened
import VendorErrors

func widened(_ error: WidenedError) -> Int { error.code }

// --- outdated
import VendorErrors

@available(*, deprecated)
func outdated(_ error: OutdatedError) -> Bool { error == .second }

// --- outdated strict
import VendorErrors

func outdatedStrict(_ error: OutdatedError) -> Bool { error == .second }

// --- extra strict
import VendorErrors

func extraStrict(_ error: any VendorError) -> Bool { error is GrownError }

// --- odd
import VendorErrors

func odd(_ condition: Condition) -> Bool { condition == .low }

// --- odd strict
import VendorErrors

func oddStrict(_ condition: Condition) -> Int {
  switch condition {
  case .low: return 1
  case .high: return 2
  }
}
