#!/bin/sh
# typescript.sh WORK GENERATED SOURCE... - builds the TypeScript bindings in
# GENERATED (out/typescript) as the npm package that they are, compiles the SOURCE
# files, which import the package by its name, under the strictest flags, and runs
# the first of them.
#
# WORK is a folder for what the compiler writes. Exit status: 3 when something
# does not compile (the compiler's messages are on stderr), 127 when there is no
# compiler, else that of the program.

set -u

[ $# -ge 3 ] || {
	echo "usage: ${0##*/} WORK GENERATED SOURCE..." >&2
	exit 2
}
work=$1
generated=$2
shift 2

PATH="$PATH:${TOOLCHAINS:-${XDG_CACHE_HOME:-$HOME/.cache}/errbind/toolchains}/bin"
for command in tsc node; do
	command -v "$command" >/dev/null || {
		echo "${0##*/}: no TypeScript compiler ($command)" >&2
		exit 127
	}
done

# The package, where a program finds it.
name=$(node -p 'JSON.parse(require("fs").readFileSync(process.argv[1], "utf8")).name' \
	"$generated/package.json") || exit 3
package=$work/node_modules/$name
rm -rf "$work/node_modules" "$work/src" "$work/dist"
mkdir -p "$package" "$work/src" || exit 2
cp -R "$generated/package.json" "$generated/tsconfig.json" "$generated/src" "$package" || exit 3
cp "$@" "$work/src" || exit 2
main=$(basename "$1" .ts)

# The bindings under more than their own tsconfig.json asks for.
tsc -p "$package/tsconfig.json" --noEmitOnError --isolatedDeclarations \
	--noUncheckedSideEffectImports --allowUnreachableCode false --allowUnusedLabels false >&2 ||
	exit 3

echo '{"type": "module"}' >"$work/package.json"
cat >"$work/tsconfig.json" <<'END'
{
  "compilerOptions": {
    "rootDir": "src",
    "outDir": "dist",
    "target": "ES2022",
    "lib": ["ES2022", "DOM"],
    "types": [],
    "module": "NodeNext",
    "noEmitOnError": true,
    "strict": true,
    "allowUnreachableCode": false,
    "allowUnusedLabels": false,
    "exactOptionalPropertyTypes": true,
    "noFallthroughCasesInSwitch": true,
    "noImplicitOverride": true,
    "noImplicitReturns": true,
    "noPropertyAccessFromIndexSignature": true,
    "noUncheckedIndexedAccess": true,
    "noUnusedLocals": true,
    "noUnusedParameters": true,
    "isolatedModules": true,
    "verbatimModuleSyntax": true
  },
  "include": ["src"]
}
END
tsc -p "$work/tsconfig.json" >&2 || exit 3

exec node "$work/dist/$main.js"
