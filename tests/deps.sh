#!/bin/sh
# Installs packages: tests/deps.sh build | test
#
# "build" is what `make` needs, "test" what the tests need on top. What is there
# already is left alone, so a second call needs neither network nor rights.

set -eu

case $1 in
build)
	debian="gcc libc6-dev pkg-config libyaml-dev libmd-dev libmd4c-dev
		libxml2-dev"
	homebrew="pkg-config libyaml libmd md4c libxml2"
	;;
test)
	debian="clang g++ git valgrind libcmocka-dev python3 python3-jinja2 python3-yaml
		default-jdk-headless nodejs npm debian-archive-keyring openssl
		libc6-i386 util-linux golang-go mypy mandoc cmake ninja-build patch zsh fish"
	homebrew="cmocka python node openjdk go mypy mandoc fish"
	;;
*)
	echo "usage: tests/deps.sh build | test" >&2
	exit 2
	;;
esac

as_root() {
	if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

installed() {
	dpkg-query -W -f '${Status}\n' "$1" 2>/dev/null | grep -q 'ok installed'
}

# A tool that came from elsewhere than its package is good enough.
provided() {
	case $1 in
	nodejs) command -v node ;;
	default-jdk-headless) command -v javac ;;
	npm | gcc | g++ | clang | git | valgrind | python3 | openssl | cmake | patch | zsh | fish) command -v "$1" ;;
	*) return 1 ;;
	esac >/dev/null 2>&1
}

if command -v apt-get >/dev/null 2>&1; then
	missing=
	for package in $debian; do
		provided "$package" || installed "$package" || missing="$missing $package"
	done
	[ -n "$missing" ] || exit 0
	echo "installing:$missing"
	as_root apt-get update -qq
	# shellcheck disable=SC2086 # a list of words
	as_root env DEBIAN_FRONTEND=noninteractive \
		apt-get install -y -qq --no-install-recommends $missing >/dev/null
elif command -v brew >/dev/null 2>&1; then
	# shellcheck disable=SC2086
	brew install -q $homebrew
else
	echo "install these, or what your system calls them, then go on:" $debian >&2
	exit 1
fi
