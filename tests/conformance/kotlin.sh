#!/bin/sh
# kotlin.sh WORK GENERATED SOURCE... - compiles the Kotlin bindings in GENERATED
# (out/kotlin) together with the SOURCE files as one program, with every warning
# on and an error, for Java 8 and its class library, and runs the program.
#
# WORK is a folder for what the compiler writes. Exit status: 3 when the program
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
java=${JAVACMD:-${JAVA_HOME:+$JAVA_HOME/bin/}java}
if ! command -v kotlinc >/dev/null || ! command -v "$java" >/dev/null; then
	echo "${0##*/}: no Kotlin compiler" >&2
	exit 127
fi

mkdir -p "$work" || exit 2
rm -f "$work/program.jar"

# The jar names the one main function among the sources as its main class.
kotlinc -Werror -Wextra -Xreport-all-warnings -progressive -Xexplicit-api=strict \
	-jvm-target 1.8 -Xjdk-release=1.8 -include-runtime -d "$work/program.jar" \
	"$generated/src" "$@" >&2 || exit 3

exec "$java" -Xverify:all -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -jar "$work/program.jar"
