#!/bin/sh
# go.sh WORK GENERATED SOURCE... - compiles the Go package in GENERATED (out/go) together with the
# SOURCE files as one program and runs it; both must be as gofmt leaves them and pass go vet.
#
# WORK is a folder for what the compiler writes. Exit status: 3 when something does not compile, or
# is not formatted, or vet has a complaint (the messages are on stderr), 127 when there is no
# compiler, else that of the program.

set -u

[ $# -ge 3 ] || {
	echo "usage: ${0##*/} WORK GENERATED SOURCE..." >&2
	exit 2
}
work=$1
generated=$(cd "$2" && pwd) || exit 2
shift 2

PATH="$PATH:${TOOLCHAINS:-${XDG_CACHE_HOME:-$HOME/.cache}/errbind/toolchains}/bin"
command -v go >/dev/null || {
	echo "${0##*/}: no Go compiler" >&2
	exit 127
}

# Nothing from the network, no C, and nothing of the caller's settings.
export CGO_ENABLED=0 GOENV=off GOFLAGS=-mod=mod GOPROXY=off GOTOOLCHAIN=local GOWORK=off

mkdir -p "$work/program" || exit 2
cp "$@" "$work/program" || exit 2
module=$(sed -n 's/^module //p' "$generated/go.mod")
cat >"$work/program/go.mod" <<END
module program

go 1.18

require $module v0.0.0

replace $module => $generated
END

unformatted=$(gofmt -l "$generated" "$work/program" 2>&1)
[ -z "$unformatted" ] || {
	gofmt -d "$generated" "$work/program" >&2
	exit 3
}
(cd "$generated" && go vet ./...) >&2 || exit 3
(cd "$work/program" && go vet ./... && go build -o ../main .) >&2 || exit 3

exec "$work/main"
