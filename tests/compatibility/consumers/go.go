// What apps do with the bindings of ../old, one file a section; see ../run.py.

// --- main
package main

func main() {}

// --- grown strict
package main

import "example.com/vendorerrors"

func grownStrict(err vendorerrors.GrownError) int {
	switch err {
	case vendorerrors.GrownErrorFirst:
		return 1
	case vendorerrors.GrownErrorSecond:
		return 2
	}
	return 0
}

var _ = grownStrict

// --- shrunk
package main

import "example.com/vendorerrors"

var _ = vendorerrors.ShrunkErrorSecond

// --- renamed
package main

import "example.com/vendorerrors"

var _ = vendorerrors.RenamedErrorSecond

// --- aliased
package main

import "example.com/vendorerrors"

var _ = vendorerrors.AliasedErrorSecond

// --- moved
package main

import "example.com/vendorerrors"

var _ = vendorerrors.MovedErrorSecond

// --- sorted strict
package main

import "example.com/vendorerrors"

var _ = vendorerrors.SortedErrorTypeLeft

// --- widened
package main

import "example.com/vendorerrors"

var _ int32 = vendorerrors.WidenedErrorFirst.Code()

// --- outdated strict
package main

import "example.com/vendorerrors"

var _ = vendorerrors.OutdatedErrorSecond

// --- extra strict
package main

import "example.com/vendorerrors"

var _ vendorerrors.VendorError = vendorerrors.GrownErrorFirst

// --- odd strict
package main

import "example.com/vendorerrors"

func oddStrict(condition vendorerrors.Condition) int {
	switch condition {
	case vendorerrors.ConditionLow:
		return 1
	case vendorerrors.ConditionHigh:
		return 2
	}
	return 0
}

var _ = oddStrict
