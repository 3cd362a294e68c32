#!/bin/sh
# toolchains.sh [kotlin|swift|dart|typescript|validators]... - installs the compilers
# that the conformance tests need and the validators of tests/schema and
# tests/catalogue, without touching the system: all goes to the folder $TOOLCHAINS (by default
# errbind/toolchains in the user's cache folder).
#
# Generated bindings are only worth something if real compilers accept them, and
# no distribution has all four. So: npm and Debian packages, pinned and verified.
# A compiler on PATH wins, what is installed already is left alone, and a run
# that was killed is done over. Tests use PATH="$PATH:$TOOLCHAINS/bin", where
# there are kotlinc, kotlin, swiftc, swift, dart, tsc, and swift-exec to run what
# swiftc made.
#
# Exit status: 0 all there, 1 something could not be installed, 2 usage.

# Functions are called by computed names (SC2317); `A && B || fail` is meant so,
# fail does not return (SC2015).
# shellcheck disable=SC2015,SC2317

set -u

kotlin_version=2.4.20
dart_package=sass-embedded-linux-ia32@1.89.0
typescript_version=7.0.2
# Of Swift only the series is pinned. Debian stable keeps the upstream version
# and replaces the revision (6.0.3-2) at a point release, after which the archive
# no longer has the old one; the archive's signature vouches for either.
swift_suite=trixie
swift_series=6.0
# ajv validates by JSON Schema and needs the next three; yaml reads as editors do;
# jest-sarif carries the schema of SARIF 2.1.0. vnu-jar is the Nu Html Checker, and
# playwright-core drives a browser, in which axe-core looks for what keeps people out.
validator_packages='ajv@8.20.0 fast-deep-equal@3.1.3 fast-uri@3.1.9 json-schema-traverse@1.0.0'
validator_packages="$validator_packages yaml@2.9.1 @microsoft/jest-sarif@1.0.0-beta.0"
validator_packages="$validator_packages vnu-jar@26.9.27 playwright-core@1.65.1 axe-core@4.14.1"

# What `npm view PACKAGE dist.integrity` says of each.
integrity() {
	case $1 in
	kotlin-compiler@2.4.20)
		echo IF5IVM7LpPhA/ntHQQpaVt1yxpaaQovtEVYLyqWMuaLr0XelLPPm7/sM6HLhtcRjjjoSsK7I7lP2kzYJkMy73w== ;;
	sass-embedded-linux-ia32@1.89.0)
		echo 5fxBeXyvBr3pb+vyrx9V6yd7QDRXkAPbwmFVVhjqshBABOXelLysEFea7xokh/tM8JAAQ4O8Ls3eW3Eojb477g== ;;
	@typescript/typescript-linux-x64@7.0.2)
		echo EYdf2cNg7rgCWJnxCdJ+F3V39O8ihb37eHAu1LK8oAFizgTQbPOK7zHHXbPt8rX24COqODXeI3sIf0fCXG7H/A== ;;
	@typescript/typescript-linux-arm64@7.0.2)
		echo Qh4eU4/y3yDjnfjjyPYihMj5/ODIlmt+Bzu17OI+fiSRDW57QmU5SiN63exPRNJPKUzcc1INa1NXdrJ+MqHjUQ== ;;
	@typescript/typescript-darwin-x64@7.0.2)
		echo SZ9xZInqApNlNGc9s0W1VSsktYSOe9cFqNOIqmN1Gs8SmkjKZYFt017G4VwPxASInODuAdbTW7sXiFUf893RgA== ;;
	@typescript/typescript-darwin-arm64@7.0.2)
		echo gowzar9MwS/aRWp6f3a4KUqzRjAZjOsmGNCM6LcTgXum+dBfgsBVMN+AgvOCCbguXyick6LJhpBszxMebJ8syA== ;;
	ajv@8.20.0)
		echo Thbli+OlOj+iMPYFBVBfJ3OmCAnaSyNn4M1vz9T6Gka5Jt9ba/HIR56joy65tY6kx/FCF5VXNB819Y7/GUrBGA== ;;
	fast-deep-equal@3.1.3)
		echo f3qQ9oQy9j2AhBe/H9VC91wLmKBCCU/gDOnKNAYG5hswO7BLKj09Hc5HYNz9cGI++xlpDCIgDaitVs03ATR84Q== ;;
	fast-uri@3.1.9)
		echo hS/0Wt3Ya043oKXs0sIxrMpKQITXhMLIrVAKKXi4gozGC9v7YRWVnXIZzjNPTO02M9BdxLCWqK1yRXgNziVyJQ== ;;
	json-schema-traverse@1.0.0)
		echo NM8/P9n3XjXhIZn1lLhkFaACTOURQXjWhV4BA/RnOv8xvgqtqpAX9IO4mRQxSx1Rlo4tqzeqb0sOlruaOy3dug== ;;
	yaml@2.9.1)
		echo 3NxN8+78OdzbT7C/WjGsyfPAtJaN3FNDsWxv7Y7mcDsT/oOmgW8BpyQQFFBnvZE3j9Y2Sdz1ULFLezL7Eb2yFw== ;;
	@microsoft/jest-sarif@1.0.0-beta.0)
		echo A1fOhPd6Ic5iDk4F9YPw1qNB4XF+7+IviR7xl8r2F6QzQkx5cpY9LsGk2rExiFIEcBbjpVnSmwWGBukASkiQ9A== ;;
	vnu-jar@26.9.27)
		echo TkQd5DFfOaWC9ebtvozTsrH2Vaod3jYg+vrOeREzIXxBexLz9+rS2DNtjn7+RPUiZhgli0SghgBX6RJRNea0KA== ;;
	playwright-core@1.65.1)
		echo hqPpz7blSMPxWVdoeE1yiBSzXsKiVOd2k+kjCvmUywD2GPO2Dd9HfcWnq9NN0GHbNZDFgZ9JfBFr+X5/BLo0qw== ;;
	axe-core@4.14.1)
		echo FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ== ;;
	esac
}

# --- Helpers -----------------------------------------------------------------

say() { printf '%-11s %s (%s s)\n' "$lang" "$1" "$(($(date +%s) - start))"; }

# fail WHAT WHY-AND-WHAT-TO-DO: ends the subshell of one language.
fail() {
	printf '%s: %s: %s\n' "${0##*/}" "$lang" "$1" >&2
	shift
	[ $# -eq 0 ] || printf '  %s\n' "$@" >&2
	exit 1
}

# need COMMAND DEBIAN-PACKAGE
need() {
	command -v "$1" >/dev/null ||
		fail "cannot install it: $1 is missing" \
			"On Debian: apt-get install $2.${compiler:+ Or put a $compiler of your own on PATH.}"
}

# unpack PACKAGE@VERSION: fetches it from npm and, once its digest has been found
# right, puts its content into $new. No script of the package runs.
unpack() {
	want=$(integrity "$1")
	[ -n "$want" ] || fail "no digest of $1 is known" "Add it to integrity() in $0."
	need npm npm
	need openssl openssl
	file=$(cd "$new" && npm pack --ignore-scripts --no-update-notifier --loglevel=error "$1" | tail -n 1)
	[ -f "$new/$file" ] || fail "npm could not fetch $1" \
		"npm says why above. Check the network and npm's configuration, and run this again."
	have=$(openssl dgst -sha512 -binary "$new/$file" | openssl base64 -A)
	[ "$have" = "$want" ] || fail "$1 is not what it was when it was pinned" \
		"sha512 wanted: $want" "sha512 got:    $have" \
		"Do not use it. Find out why it changed; an npm cache can be damaged: npm cache verify."
	tar -xzf "$new/$file" -C "$new" && rm "$new/$file" || fail "cannot unpack $1 into $new"
}

# wrapper FILE: makes $TOOLCHAINS/FILE of the commands on stdin, where $home is
# the folder of the toolchains. Renamed into place: it may be running right now.
wrapper() {
	{
		echo '#!/bin/sh'
		echo "# Written by errbind's tests/conformance/toolchains.sh, which overwrites it."
		# shellcheck disable=SC2016
		echo 'home=$(CDPATH= cd -- "${0%/*}/.." && pwd -P) || exit 2'
		cat
	} >"$TOOLCHAINS/$1.new" && chmod +x "$TOOLCHAINS/$1.new" &&
		mv -f "$TOOLCHAINS/$1.new" "$TOOLCHAINS/$1" || fail "cannot write $TOOLCHAINS/$1"
}

# --- Kotlin: the compiler as JetBrains publishes it to npm -------------------

java=${JAVACMD:-${JAVA_HOME:+$JAVA_HOME/bin/}java}

# The archive of kotlin_check holds for one Java only, so that is pinned as well.
kotlin_pin() {
	echo "$kotlin_version on $("$java" -version 2>&1 | head -n 1)"
}

kotlin_install() {
	need "$java" default-jre-headless
	unpack "kotlin-compiler@$kotlin_version"
}

# The package's own kotlinc loads the compiler by a class loader of its own, which
# keeps Java from using the archive; so this one starts the compiler directly. A
# stale archive must not matter: Java then warns, on stdout, and -Xlog is for that.
kotlin_wrappers() {
	wrapper bin/kotlinc <<'EOF'
lib=$home/kotlin/package/lib
jvm="-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xlog:disable -Xlog:all=error:stderr"
for arg do
	shift
	case $arg in
	-J*) jvm="$jvm ${arg#-J}" ;;
	-D*) jvm="$jvm $arg" ;;
	*) set -- "$@" "$arg" ;;
	esac
done
set -- -cp "$lib/kotlin-compiler.jar" org.jetbrains.kotlin.cli.jvm.K2JVMCompiler "$@"
archive=$home/kotlin/kotlinc.jsa
[ ! -f "$archive" ] || set -- "-XX:SharedArchiveFile=$archive" "$@"
exec "${JAVACMD:-${JAVA_HOME:+$JAVA_HOME/bin/}java}" $jvm $JAVA_OPTS "$@"
EOF
	wrapper bin/kotlin <<'EOF'
exec "$home/kotlin/package/bin/kotlin" "$@"
EOF
}

# Compiles a sample that exercises what the bindings are made of, and has Java
# archive the classes that took (AppCDS): less than half the time from then on.
kotlin_check() {
	mkdir "$new" || return
	cat >"$new/Sample.kt" <<'EOF'
package sample
enum class Retry { NEVER, LATER }
interface Shared { val code: Long; val message: String? }
sealed class Failure(override val code: Long, override val message: String?) : Shared {
    /** The only one. */
    data object Known : Failure(1L, "a \$ sign")
    @Deprecated("old", ReplaceWith("Known")) data object Former : Failure(2L, null)
    data class Unrecognized(val raw: Long) : Failure(raw, null)
    companion object {
        val all: List<Failure> by lazy { listOf(Known) }
        @JvmStatic fun fromCode(code: Long): Failure = when (code) { 1L -> Known else -> Unrecognized(code) }
        fun fromCodes(codes: List<Long>) = codes.distinct().map { fromCode(it) }
    }
}
val Failure.retry: Retry get() = if (this is Failure.Known) Retry.NEVER else Retry.LATER
fun main(args: Array<String>) =
    println(Failure.fromCodes(args.map { it.toLong() }).joinToString { "${it.retry}" })
EOF
	# In there because JAVA_OPTS cannot hold a path with a space.
	cd "$TOOLCHAINS/kotlin" || return
	JAVA_OPTS="-XX:+IgnoreUnrecognizedVMOptions -XX:ArchiveClassesAtExit=kotlinc.jsa ${JAVA_OPTS:-}" \
		"$bin/kotlinc" -d "$new" "$new/Sample.kt" &&
		[ "$("$bin/kotlin" -cp "$new" sample.SampleKt 1 2)" = "NEVER, LATER" ]
}

# --- Swift: Debian's package -------------------------------------------------

swift_pin() { echo "$swift_suite $swift_series"; }

# Debian has Swift in a later release than this machine may run. Nothing of that
# release gets installed here: apt resolves the packages against an empty system,
# downloads and verifies them; they are unpacked, and no script of theirs runs.
# apt's own configuration holds for all this: mirror, proxies, certificates.
swift_install() {
	keyring=/usr/share/keyrings/debian-archive-keyring.gpg
	command -v apt-get >/dev/null || fail "only Debian and its kin have apt-get, which installs it" \
		"Put a swiftc of your own on PATH."
	need unshare util-linux
	[ -f "$keyring" ] || fail "$keyring is missing" "apt-get install debian-archive-keyring"
	[ "$(cd /lib && pwd -P)" = /usr/lib ] ||
		fail "/lib is not in /usr on this machine" "Put a swiftc of your own on PATH."
	mkdir -p "$new/state/lists/partial" "$new/cache/archives/partial" || return
	: >"$new/state/status"
	swift_find_mirror
	apt apt-get install --yes --no-install-recommends --download-only \
		swiftlang libc6-dev libstdc++-14-dev dash coreutils >&2 ||
		fail "apt could not download swiftlang" "apt says why above."
	# /usr/src is a place to mount the machine's own, see swift_wrappers.
	mkdir -p "$new/tree/usr/src" && : >"$new/ld.so.cache" || return
	for deb in "$new"/cache/archives/*.deb; do
		dpkg-deb -x "$deb" "$new/tree" ||
			fail "cannot unpack ${deb##*/} into $new" "It takes 3 GB. Is the disk full?"
	done
	rm -rf "$new/state" "$new/cache" "$new/sources.list"
}

# Looks for the series on the Debian mirrors that apt is configured with.
swift_find_mirror() {
	mirrors=$(apt-get update --print-uris -o "Dir::State::lists=$new/state/lists" |
		sed -n "s,^'\(.*\)/dists/[a-z]*/InRelease' .*,\1,p" | awk '!seen[$0]++')
	for mirror in $mirrors; do
		echo "deb [arch=$(dpkg --print-architecture) signed-by=$keyring]" \
			"$mirror $swift_suite main" >"$new/sources.list"
		apt apt-get update >"$new/log" 2>&1 || continue
		version=$(apt apt-cache policy swiftlang | sed -n 's/^ *Candidate: //p')
		case $version in "$swift_series".*) rm "$new/log"; return ;; esac
		fail "Debian $swift_suite has swiftlang ${version:-for other processors only}, not $swift_series" \
			"Try the tests with that one, then change swift_series in $0."
	done
	[ ! -f "$new/log" ] || cat "$new/log" >&2
	fail "no mirror that apt is configured with has a signed Debian $swift_suite" \
		"Tried: ${mirrors:-none}" "Add one to /etc/apt/sources.list, or put a swiftc of your own on PATH."
}

# apt COMMAND...: with an empty system and one source. The sandbox user of apt
# could not write to a cache folder in the home of root.
apt() {
	tool=$1
	shift
	"$tool" -qq \
		-o "Dir::State=$new/state" -o "Dir::State::lists=$new/state/lists" \
		-o "Dir::State::status=$new/state/status" -o "Dir::Cache=$new/cache" \
		-o "Dir::Cache::archives=$new/cache/archives" \
		-o "Dir::Etc::sourcelist=$new/sources.list" -o Dir::Etc::sourceparts=/dev/null \
		-o Dir::Etc::preferences=/dev/null -o Dir::Etc::preferencesparts=/dev/null \
		-o APT::Default-Release= -o APT::Sandbox::User=root \
		-o APT::Update::Error-Mode=any -o Acquire::Languages=none -o Acquire::Retries=3 "$@"
}

# Swift runs where /usr is the unpacked one and everything else this machine's, so
# that any path works. The mount namespace is private: other programs never see
# the mount, and it ends with the last process in it, whatever ended that. ld.so's
# cache lists this machine's libraries, an empty one makes it look for itself.
# /usr/src stays, many containers build there. Programs made by swiftc need the
# same view, for Swift's libraries and for a C library as recent (so do those of
# -static-stdlib); swift-exec gives it, unless another swiftc is in use.
swift_wrappers() {
	wrapper swift/enter <<'EOF'
case $(pwd -P)/ in
/usr/src/*) ;;
/usr/*)
	echo "swift: cannot work in $PWD: Swift sees a /usr of its own. Work outside /usr or in /usr/src." >&2
	exit 2 ;;
esac
unset CC CXX
exec unshare --mount $([ "$(id -u)" -eq 0 ] || echo --map-root-user) sh -c '
	set -e
	swift=$1
	shift
	if [ -d /usr/src ]; then mount -n --rbind /usr/src "$swift/tree/usr/src"; fi
	if [ -f /etc/ld.so.cache ]; then mount -n --bind "$swift/ld.so.cache" /etc/ld.so.cache; fi
	mount -n --rbind "$swift/tree/usr" /usr
	PATH=/usr/libexec/swift/bin:/usr/bin
	exec "$@"
' swift "$home/swift" "$@"
EOF
	wrapper bin/swift-exec <<'EOF'
other=$(command -v swiftc) && [ "$(cd "${other%/*}" && pwd -P)" != "$home/bin" ] && exec "$@"
exec "$home/swift/enter" "$@"
EOF
	for name in swiftc swift; do
		wrapper "bin/$name" <<EOF
exec "\$home/swift/enter" /usr/libexec/swift/bin/$name "\$@"
EOF
	done
}

swift_check() {
	mkdir "$new" && echo 'import Foundation; print(Data("ok".utf8).base64EncodedString())' >"$new/a.swift" &&
		"$bin/swiftc" -o "$new/a" "$new/a.swift" && [ "$("$bin/swift-exec" "$new/a")" = b2s= ] ||
		fail "swiftc does not work here" \
			"It needs mount namespaces: be root, or let users make namespaces; a container needs CAP_SYS_ADMIN." \
			"Or put a swiftc of your own on PATH."
}

# --- Dart: the virtual machine that the Sass compiler for ia32 brings along --

dart_pin() { echo "$dart_package"; }

dart_install() {
	case $(uname -s)-$(uname -m) in
	Linux-x86_64 | Linux-i?86) ;;
	*) fail "there is none for this machine ($(uname -sm))" "Put a dart of your own on PATH." ;;
	esac
	unpack "$dart_package"
	mv "$new/package/dart-sass/src/dart" "$new/package/dart-sass/src/LICENSE" "$new" &&
		rm -r "$new/package"
}

dart_wrappers() {
	wrapper bin/dart <<'EOF'
exec "$home/dart/dart" "$@"
EOF
}

dart_check() {
	"$bin/dart" --version >/dev/null ||
		fail "dart does not run here" "It is a 32-bit program: apt-get install libc6-i386"
}

# --- TypeScript: a native program, one npm package a platform ----------------

typescript_pin() { echo "$typescript_version"; }

typescript_install() {
	need node nodejs
	cpu=$(uname -m | sed 's/x86_64/x64/; s/aarch64/arm64/')
	unpack "@typescript/typescript-$(uname -s | tr '[:upper:]' '[:lower:]')-$cpu@$typescript_version"
}

# The tsc of the package "typescript" only looks for this program and starts it
# as a child, which costs 0.1 s and leaves it running when tsc is killed.
typescript_wrappers() {
	wrapper bin/tsc <<'EOF'
exec "$home/typescript/package/lib/tsc" "$@"
EOF
}

typescript_check() { "$bin/tsc" --version >/dev/null; }

# --- Validators: JSON Schema, YAML, SARIF and web pages, for node ------------

validators_pin() { echo "$validator_packages"; }

validators_install() {
	need node nodejs
	for package in $validator_packages; do
		folder=$new/node_modules/${package%@*}
		unpack "$package"
		mkdir -p "${folder%/*}" && mv "$new/package" "$folder" || return
	done
}

# tests/schema/run.py and tests/catalogue/run.py find them by their folder.
validators_wrappers() { :; }

validators_check() {
	cd "$TOOLCHAINS/validators" && node -e '
		new (require("ajv/dist/2020"))().compile(require("yaml").parse("{type: integer, maximum: 0x10}"))
		require("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json")
		require("playwright-core").chromium.executablePath
		require("axe-core").source.length'
}

# --- All of them -------------------------------------------------------------

# Provides $lang. Runs in a subshell of its own, the lock ends with that.
provide() {
	start=$(date +%s)
	case $lang in
	kotlin) compiler=kotlinc ;;
	swift) compiler=swiftc ;;
	dart) compiler=dart ;;
	typescript) compiler=tsc ;;
	validators) compiler= ;;
	esac
	[ -n "$compiler" ] && found=$(command -v "$compiler") && say "on PATH: $found" && exit
	pin=$("${lang}_pin")
	if [ ! -w "$bin" ] && [ "$pin" = "$(cat "$TOOLCHAINS/$lang/pin" 2>/dev/null)" ]; then
		say "present: $pin" # somebody else's, nothing to write
		exit
	fi
	if command -v flock >/dev/null; then # not on macOS
		exec 9>"$TOOLCHAINS/$lang.lock"
		flock -n 9 || echo "$lang: waiting for another run" >&2
		flock 9 || fail "cannot lock $TOOLCHAINS/$lang.lock"
	fi
	if [ "$pin" = "$(cat "$TOOLCHAINS/$lang/pin" 2>/dev/null)" ]; then
		"${lang}_wrappers"
		say "present: $pin"
		exit
	fi
	replace
	say "installed: $pin"
}

# Everything happens in $new; the pin comes last and says that all went well.
replace() {
	new=$TOOLCHAINS/$lang.new
	trap 'rm -rf "$new"' EXIT
	trap 'exit 1' HUP INT TERM
	rm -rf "$new" && mkdir "$new" || fail "cannot make $new"
	"${lang}_install" || fail "cannot install it in $new"
	rm -rf "${TOOLCHAINS:?}/$lang" && mv "$new" "$TOOLCHAINS/$lang" ||
		fail "cannot replace $TOOLCHAINS/$lang"
	"${lang}_wrappers"
	"${lang}_check" || fail "it is installed but does not work" "What it printed is above."
	echo "$pin" >"$TOOLCHAINS/$lang/pin" || fail "cannot write $TOOLCHAINS/$lang/pin"
}

for lang; do
	case $lang in
	kotlin | swift | dart | typescript | validators) ;;
	-h | --help) sed -n '2,/^$/s/^# \{0,1\}//p' "$0" && exit ;;
	*) echo "usage: ${0##*/} [kotlin|swift|dart|typescript|validators]..." >&2 && exit 2 ;;
	esac
done
[ $# -gt 0 ] || set -- kotlin swift dart typescript validators

TOOLCHAINS=${TOOLCHAINS:-${XDG_CACHE_HOME:-$HOME/.cache}/errbind/toolchains}
mkdir -p "$TOOLCHAINS/bin" && TOOLCHAINS=$(cd "$TOOLCHAINS" && pwd -P) || exit 1
bin=$TOOLCHAINS/bin
# A wrapper of ours on PATH is no compiler on PATH.
PATH=$(printf %s "$PATH" | tr : '\n' | grep -vxF "$bin" | paste -sd : -)

status=0
for lang; do
	(provide) || status=1
done
exit $status
