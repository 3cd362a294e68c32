// What apps do with the bindings of ../old, one file a section; see ../run.py.

// --- main
void main() {}

// --- grown
import 'package:vendor_errors/vendor_errors.dart';

int grown(GrownErrorCase value) => switch (value) {
  GrownErrorCase.first => 1,
  GrownErrorCase.second => 2,
  // ignore: unreachable_switch_case
  _ => 0,
};

// --- grown strict
import 'package:vendor_errors/vendor_errors.dart';

int grownStrict(GrownErrorCase value) => switch (value) {
  GrownErrorCase.first => 1,
  GrownErrorCase.second => 2,
};

// --- shrunk
import 'package:vendor_errors/vendor_errors.dart';

bool shrunk(ShrunkErrorCase value) => value == ShrunkErrorCase.second;

// --- renamed
import 'package:vendor_errors/vendor_errors.dart';

bool renamed(RenamedErrorCase value) => value == RenamedErrorCase.second;

// --- aliased
import 'package:vendor_errors/vendor_errors.dart';

int aliased(AliasedErrorCase value) => switch (value) {
  AliasedErrorCase.first => 1,
  AliasedErrorCase.second => 2,
};

// --- moved
import 'package:vendor_errors/vendor_errors.dart';

bool moved(MovedErrorCase value) => value == MovedErrorCase.second;

// --- sorted
import 'package:vendor_errors/vendor_errors.dart';

bool sorted(SortedErrorType type) => type == SortedErrorType.left;

// --- sorted strict
import 'package:vendor_errors/vendor_errors.dart';

int sortedStrict(SortedErrorType type) => switch (type) {
  SortedErrorType.left => 1,
  SortedErrorType.middle => 2,
};

// --- widened strict
import 'package:vendor_errors/vendor_errors.dart';

int widenedStrict(WidenedError error) => error.code;

// --- outdated
import 'package:vendor_errors/vendor_errors.dart';

bool outdated(OutdatedErrorCase value) => value == OutdatedErrorCase.second;

// --- extra strict
import 'package:vendor_errors/vendor_errors.dart';

bool extraStrict(VendorError error) => error is GrownError;

// --- odd
import 'package:vendor_errors/vendor_errors.dart';

bool odd(Condition condition) => condition == Condition.low;

// --- odd strict
import 'package:vendor_errors/vendor_errors.dart';

int oddStrict(Condition condition) => switch (condition) {
  Condition.low => 1,
  Condition.high => 2,
};
