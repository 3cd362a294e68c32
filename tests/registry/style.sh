#!/bin/sh
# Checks what the sources promise: layers, headers that compile alone, no target
# language in the program, no host of a package registry anywhere. Prints TAP.

cd "$(dirname "$0")/../.." || exit 2
CC=${CC:-cc}
number=0
failed=0

# result NAME PROBLEMS: passes where there are none.
result() {
	number=$((number + 1))
	if [ -z "$2" ]; then
		echo "ok $number - $1"
	else
		echo "not ok $number - $1"
		echo "$2" | sed 's/^/# /'
		failed=1
	fi
}

# The files in the order of the layers; a file may include only those before it.
layers="arena buf map
	utf8 json difference spelling unicode terminal source diag value value_json
	scalar encoding yaml
	operation text filter template page
	schema import_schema registry_schema import_pattern import_rules registry verdict target context explain import diff
	folder git manifest output depfile command project cmd main"

layer_of() {
	place=0
	best=0
	best_length=0
	for layer in $layers; do
		place=$((place + 1))
		case $1 in
		"$layer" | "$layer"_*)
			if [ ${#layer} -gt $best_length ]; then
				best=$place
				best_length=${#layer}
			fi
			;;
		esac
	done
	echo "$best"
}

problems=$(
	for file in generator/*.c generator/*.h; do
		name=$(basename "${file%.*}")
		own=$(layer_of "$name")
		[ "$own" -gt 0 ] || echo "$file is in no layer: add it to the list in $0"
		sed -n 's/^#include "\(.*\)\.h"/\1/p' "$file" | while read -r header; do
			[ "$(layer_of "$header")" -le "$own" ] ||
				echo "$file includes $header.h of a higher layer"
		done
	done
)
result "a file includes only lower layers" "$problems"

problems=$(
	for header in generator/*.h; do
		$CC -std=c11 -D_POSIX_C_SOURCE=200809L -Wall -Wextra -Werror -fsyntax-only \
			-x c -include "$header" /dev/null 2>&1
	done
)
result "each header compiles alone" "$problems"

# Python is named in comments as the language whose semantics Jinja2 has.
languages='kotlin|swift|dart|typescript|java|javascript|golang|rust'
problems=$(grep -nIiwE "$languages" generator/*.c generator/*.h)
result "the program names no target language" "$problems"

problems=$(git ls-files | grep -v '^tests/registry/style.sh$' |
	xargs grep -nIE '(registry\.npmjs|npmjs\.(com|org)|deb\.debian|(ftp|security)\.debian|pypi\.org)' /dev/null)
result "no registry host is named" "$problems"

problems=$(
	for file in generator/*.c; do
		lines=$(wc -l <"$file")
		[ "$lines" -le 600 ] || echo "$file has $lines lines"
	done
)
result "no source file is over 600 lines" "$problems"

problems=$(git ls-files | xargs grep -nI ' $' /dev/null | grep -vE '^(tests/(golden|templates|fuzz/corpus)|schema|out)/')
result "no trailing blanks" "$problems"

echo "1..$number"
exit $failed
