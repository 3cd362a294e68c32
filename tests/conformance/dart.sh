#!/bin/sh
# dart.sh WORK GENERATED SOURCE... - compiles the Dart package in GENERATED (out/dart)
# together with the SOURCE files as one program, and runs the program.
#
# As an app would, the program imports the package by its name; but all files of the
# package are compiled, imported or not. Whatever the compiler says is an error. Where
# there is a whole Dart SDK and not its VM alone, the package must pass the analyzer, too.
#
# WORK is a folder for what the compiler writes. Exit status: 3 when the program does not
# compile (the compiler's messages are on stderr), 127 when there is no compiler, else
# that of the program.

set -u

[ $# -ge 3 ] || {
	echo "usage: ${0##*/} WORK GENERATED SOURCE..." >&2
	exit 2
}
work=$1
generated=$2
shift 2

PATH="$PATH:${TOOLCHAINS:-${XDG_CACHE_HOME:-$HOME/.cache}/errbind/toolchains}/bin"
dart=$(command -v dart) || {
	echo "${0##*/}: no dart" >&2
	exit 127
}

rm -rf "$work/package" "$work/program.dill"
mkdir -p "$work/package/.dart_tool" && cp -R "$generated/." "$work/package" || exit 2

# What `dart pub get` would write. The language is the oldest that the package allows.
package=$(sed -n 's/^name: *//p' "$generated/pubspec.yaml")
language=$(sed -n 's/^ *sdk:[^0-9]*\([0-9]*\.[0-9]*\).*/\1/p' "$generated/pubspec.yaml")
config=$work/package/.dart_tool/package_config.json
cat >"$config" <<EOF || exit 2
{
  "configVersion": 2,
  "packages": [
    {
      "name": "$package",
      "rootUri": "..",
      "packageUri": "lib/",
      "languageVersion": "$language"
    }
  ]
}
EOF

# One of the sources has the program's main function.
{
	(cd "$generated/lib" && find . -name '*.dart' | LC_ALL=C sort) |
		sed "s|^\./\(.*\)|import 'package:$package/\1';|"
	for source; do
		cp "$source" "$work" || exit 2
		echo "export '${source##*/}';"
	done
} >"$work/program.dart"

dart --packages="$config" --snapshot-kind=kernel --snapshot="$work/program.dill" \
	"$work/program.dart" >"$work/messages" 2>&1 || rm -f "$work/program.dill"
cat "$work/messages" >&2
[ -f "$work/program.dill" ] && [ ! -s "$work/messages" ] || exit 3

if [ -d "${dart%/*}/snapshots" ]; then
	dart analyze --fatal-infos "$work/package" >&2 || exit 3
fi

exec dart --enable-asserts "$work/program.dill"
