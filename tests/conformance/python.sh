#!/bin/sh
# python.sh WORK GENERATED SOURCE... - checks the Python package in GENERATED (out/python) together
# with the SOURCE files by mypy --strict, and runs main.py among them with every warning an error.
#
# WORK is a folder for what the tools write. Exit status: 3 when a check fails (the messages are on
# stderr), 127 when there is no Python or no mypy, else that of the program.

set -u

[ $# -ge 3 ] || {
	echo "usage: ${0##*/} WORK GENERATED SOURCE..." >&2
	exit 2
}
work=$1
generated=$(cd "$2" && pwd) || exit 2
shift 2

PATH="$PATH:${TOOLCHAINS:-${XDG_CACHE_HOME:-$HOME/.cache}/errbind/toolchains}/bin"

# The sources match exhaustively, for which they need 3.10; the bindings do with 3.9.
python=
for candidate in python3 /usr/bin/python3; do
	"$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null &&
		python=$candidate && break
done
[ -n "$python" ] || {
	echo "${0##*/}: no Python 3.10" >&2
	exit 127
}
if "$python" -c 'import mypy' 2>/dev/null; then
	mypy="$python -m mypy"
elif command -v mypy >/dev/null; then
	mypy=mypy
else
	echo "${0##*/}: no mypy" >&2
	exit 127
fi

export PYTHONUTF8=1 PYTHONPYCACHEPREFIX="$work/pycache" PYTHONPATH="$generated/src" PYTHONSAFEPATH=1

mkdir -p "$work/program" || exit 2
cp "$@" "$work/program" || exit 2

"$python" -W error - "$generated" <<'END' >&2 || exit 3
import ast, pathlib, sys

for path in pathlib.Path(sys.argv[1]).rglob("*.py"):
    text = path.read_text(encoding="utf-8")
    compile(ast.parse(text, path, feature_version=(3, 9)), path, "exec")
    assert text.endswith("\n") and all(line == line.rstrip() for line in text.split("\n")), path
END

# shellcheck disable=SC2086 # a command of several words
$mypy --config-file= --cache-dir="$work/mypy" --strict --warn-unreachable --no-error-summary \
	"$generated/src" "$work/program" >&2 || exit 3

exec "$python" -X dev -W error "$work/program/main.py"
