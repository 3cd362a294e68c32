#!/bin/sh
# swift.sh WORK GENERATED SOURCE... - compiles the generated package and a program
# that imports it, and runs the program.
#
# As an app would, the program sees the module from outside. The module itself is
# compiled in both language modes, 5 and 6, with all warnings as errors.
#
# Exit status: the program's, 3 where something does not compile, 127 where there
# is no compiler, 2 usage.

set -u

[ $# -ge 3 ] || { echo "usage: ${0##*/} WORK GENERATED SOURCE..." >&2; exit 2; }
work=$1 generated=$2
shift 2

PATH=$PATH:${TOOLCHAINS:-${XDG_CACHE_HOME:-$HOME/.cache}/errbind/toolchains}/bin
command -v swiftc >/dev/null || { echo "${0##*/}: no swiftc" >&2; exit 127; }

for sources in "$generated"/Sources/*/; do
	sources=${sources%/}
	module=${sources##*/}
done
[ -d "$sources" ] || { echo "${0##*/}: no $generated/Sources/*" >&2; exit 2; }
mkdir -p "$work" || exit 2

compile() {
	swiftc -warnings-as-errors -strict-concurrency=complete \
		-enable-upcoming-feature ExistentialAny \
		-module-cache-path "$work/cache" "$@" >&2 || exit 3
}

compile -swift-version 5 -typecheck -wmo -parse-as-library -module-name "$module" "$sources"/*.swift
compile -swift-version 6 -parse-as-library -module-name "$module" -wmo \
	-emit-library -static -o "$work/lib$module.a" \
	-emit-module -emit-module-path "$work/$module.swiftmodule" "$sources"/*.swift
compile -swift-version 6 -I "$work" -L "$work" -l"$module" -o "$work/program" "$@"

# The installed toolchain is not where its libraries would be looked for.
if command -v swift-exec >/dev/null; then
	exec swift-exec "$work/program"
fi
exec "$work/program"
