#!/bin/sh
# c.sh WORK GENERATED SOURCE... - compiles the C bindings in GENERATED (out/c)
# together with the SOURCE files as one program, under the strictest flags with
# every warning an error, and runs the program.
#
# Before that, every header has to compile alone, all together in each standard of
# C and C++ that the compilers here know, and the program has to link with one
# shared copy of the functions, defined in C++ where there is a compiler of it.
#
# WORK is a folder for what the compiler writes. Exit status: 3 when something
# does not compile (the compilers' messages are on stderr), 127 when there is no
# compiler, else that of the program.

set -u

[ $# -ge 3 ] || {
	echo "usage: ${0##*/} WORK GENERATED SOURCE..." >&2
	exit 2
}
work=$1
include=$(cd "$2/include" && pwd) || exit 2
shift 2

PATH="$PATH:${TOOLCHAINS:-${XDG_CACHE_HOME:-$HOME/.cache}/errbind/toolchains}/bin"
cc=
for compiler in gcc clang cc; do
	command -v "$compiler" >/dev/null && cc=$compiler && break
done
[ -n "$cc" ] || {
	echo "${0##*/}: no C compiler" >&2
	exit 127
}
mkdir -p "$work" || exit 2

common='-Wall -Wextra -Wpedantic -Werror -Wconversion -Wsign-conversion -Wshadow -Wundef
	-Wcast-qual -Wcast-align -Wformat=2 -Wwrite-strings -Wpointer-arith -Wredundant-decls
	-Wmissing-declarations -Wnull-dereference -Wdouble-promotion -Wswitch-enum -fno-common'
c_only='-Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition -Wbad-function-cast'

supports() { # COMPILER FLAG...
	: >"$work/empty.c"
	"$@" -fsyntax-only "$work/empty.c" 2>/dev/null
}

# Includes a header twice, so that it has to guard itself, and nothing else.
check_header() { # HEADER COMPILER LANGUAGE FLAG...
	header=$1
	compiler=$2
	language=$3
	shift 3
	# shellcheck disable=SC2086 # flags are words
	printf '#include "%s"\n#include "%s"\nextern int no_empty_file;\n' "$header" "$header" |
		"$compiler" -x "$language" "$@" $common -fsyntax-only - >&2 || exit 3
}

# The first compiler of a language gets each header, the others get the one for all.
check_headers() { # COMPILER LANGUAGE FLAG...
	if [ "$alone" != "$2" ]; then
		alone=$2
		for each in "$include"/*/*.h "$include"/*/*/*.h; do
			check_header "$each" "$@"
		done
	fi
	check_header "$all" "$@"
}

all=$(echo "$include"/*.h)
alone=
for compiler in gcc clang; do
	command -v "$compiler" >/dev/null || continue
	only=$c_only
	case $compiler in
	gcc) only="$only -Wc++-compat -Wlogical-op -Wjump-misses-init" ;;
	clang) only="$only -Wdocumentation -Wdocumentation-unknown-command -Wcomma" ;;
	esac
	for standard in c99 c11 c2x c23; do
		supports "$compiler" -std=$standard || continue
		# shellcheck disable=SC2086
		check_headers "$compiler" c -std=$standard $only
	done
done
for compiler in g++ clang++; do
	command -v "$compiler" >/dev/null || continue
	for standard in c++11 c++20; do
		supports "$compiler" -x c++ -std=$standard || continue
		check_headers "$compiler" c++ -std=$standard -Wold-style-cast
	done
done

# Apps go on using deprecated codes for a while.
program="$common $c_only -Wno-deprecated-declarations"

# One shared copy of all functions.
cxx=$cc
language=c
standard="c99"
if command -v g++ >/dev/null; then
	cxx=g++ language=c++ standard=c++11
fi
macro=$(basename "$all" .h | tr '[:lower:]' '[:upper:]')
printf '#define %s_IMPLEMENTATION\n#include "%s"\n' "$macro" "$all" >"$work/shared.source"
# shellcheck disable=SC2086
"$cxx" -x "$language" -std=$standard $common -c -o "$work/shared.o" "$work/shared.source" >&2 &&
	"$cc" -std=c11 $program -D"${macro}_EXTERN" -I"$include" -o "$work/shared" "$@" \
		"$work/shared.o" >&2 || exit 3

# shellcheck disable=SC2086
set -- -std=c99 $program -O1 -I"$include" -o "$work/program" "$@"
sanitize='-fsanitize=address,undefined -fno-sanitize-recover=all'
echo 'int main(void) { return 0; }' >"$work/empty.c"
# shellcheck disable=SC2086
if "$cc" $sanitize -o "$work/empty" "$work/empty.c" 2>/dev/null && "$work/empty" 2>/dev/null; then
	set -- $sanitize "$@"
fi
"$cc" "$@" >&2 || exit 3

ASAN_OPTIONS=detect_leaks=0 exec "$work/program"
