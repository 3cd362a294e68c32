#!/usr/bin/env python3
"""Installs errbind and builds a small app with each build system, as its users would.

The tree is committed to a repository of its own, `make dist` makes a tarball of that, and what is
in it is built and installed. Each folder beside this file is then an app: it is built; built again,
which must do nothing; built after a vendor's file was touched, which must change nothing; after a
title in it was changed, which must change the bindings of that vendor and what the app prints; and
with a mistake in it, which must fail. What README.md shows for CI is run as well. Output is TAP.

  TOOLCHAINS      where tests/conformance/toolchains.sh installs compilers
  REQUIRE_LANGS   languages whose tests may not be skipped, separated by spaces

Arguments name tests, by a part of their names. Python 3 standard library only.
"""
import concurrent.futures
import filecmp
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
CACHE = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
TOOLCHAINS = os.environ.get("TOOLCHAINS") or f"{CACHE}/errbind/toolchains"
REQUIRED = os.environ.get("REQUIRE_LANGS", "").split()
MAKE = os.environ.get("MAKE") or "make"
VENDOR, OLD, NEW = "schema/vendors/keyless.yaml", "title: Face not matching", "title: Face differs"
PRINTED = "30004 Face not matching\n99999 unrecognized\n"


class Skip(Exception):
    """A tool is missing."""


def expect(condition, *message):
    if not condition:
        raise AssertionError("\n".join(str(part) for part in message))


def run(words, cwd, status=0, **variables):
    """Runs a command, a list of words or a line for the shell."""
    environment = dict(os.environ, LC_ALL="C.UTF-8", **variables)
    environment["PATH"] += f"{os.pathsep}{TOOLCHAINS}/bin"
    for name in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL", "MAKEOVERRIDES", "BUILD", "CC", "CFLAGS"):
        environment.pop(name, None)
    done = subprocess.run(words, cwd=cwd, env=environment, shell=isinstance(words, str), text=True,
                          capture_output=True, check=False, timeout=900)
    expect(status is None or (done.returncode == 0) == (status == 0),
           f"{words} in {cwd} ended with {done.returncode}", done.stdout[-3000:],
           done.stderr[-3000:])
    return done


def need(*tools):
    path = f"{os.environ['PATH']}{os.pathsep}{TOOLCHAINS}/bin"
    for tool in tools:
        if not shutil.which(tool, path=path):
            raise Skip(f"no {tool}")


def marks(*folders):
    """What changes when a file is written or replaced: inode and time, by path."""
    result = {}
    for folder in folders:
        paths = [folder] if folder.is_file() else sorted(folder.rglob("*"))
        for path in paths:
            if not path.is_dir():
                about = path.lstat()
                result[str(path)] = (about.st_ino, about.st_mtime_ns)
    return result


def tree(folder):
    return {str(path.relative_to(folder)): path.read_bytes()
            for path in sorted(folder.rglob("*")) if path.is_file()}


# ---- from the tree to an installed errbind

class Installation:
    """What the first tests make and the others use."""

    def __init__(self, scratch):
        self.scratch = scratch
        self.clone = scratch / "clone"
        self.unpacked = scratch / "somewhere else"
        self.prefix = scratch / "prefix"
        self.log = scratch / "log"
        self.failure = None

    def copy(self):
        """The tree as git would commit it, changes included."""
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT,
            capture_output=True, check=False)
        if listed.returncode == 0:
            for name in listed.stdout.decode().split("\0"):
                if name and (ROOT / name).is_file():
                    (self.clone / name).parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy2(ROOT / name, self.clone / name)
        else:
            shutil.copytree(ROOT, self.clone, ignore=shutil.ignore_patterns("/build", ".git"))

    def make(self, folder, *words, status=0, **variables):
        return run([MAKE, "CFLAGS=-O0 -g", f"PREFIX={self.prefix}", *words], folder, status,
                   **variables)

    def wrap(self, folder):
        """An errbind for PATH that writes down that it was run."""
        log = folder / "runs"
        wrapper = folder / "bin" / "errbind"
        wrapper.parent.mkdir(parents=True)
        wrapper.write_text(f"#!/bin/sh\necho run >>'{log}'\n"
                           f"exec '{self.prefix}/bin/errbind' \"$@\"\n")
        wrapper.chmod(0o755)
        return log


def a_tarball_of_the_sources_builds_and_checks(installation):
    """`make check` compares the bindings of the tarball with what its errbind makes."""
    installation.copy()
    need("git")
    identity = ["-c", "user.name=Test", "-c", "user.email=test@example.com",
                "-c", "commit.gpgsign=false", "-c", "core.autocrlf=false"]
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "Everything"]):
        run(["git", *identity, *words], installation.clone)
    installation.make(installation.clone, "dist")
    archive, = (installation.clone / "build").glob("errbind-*.tar.gz")
    first = archive.read_bytes()
    installation.make(installation.clone, "dist")
    expect(archive.read_bytes() == first, "a second tarball is another one")
    with tarfile.open(archive) as opened:
        opened.extractall(installation.unpacked)
    installation.unpacked, = installation.unpacked.iterdir()
    expect(archive.name == installation.unpacked.name + ".tar.gz", archive.name)
    # A folder with a space, as tarballs end up anywhere.
    installation.make(installation.unpacked, "-j2")
    installation.make(installation.unpacked, "generate")  # the tree may be ahead of its out/
    installation.make(installation.unpacked, "check")
    done = installation.make(installation.unpacked, "all")
    expect("cc " not in done.stdout, "it is built again", done.stdout)


def two_builds_in_different_folders_are_the_same(installation):
    build = installation.scratch / "b"
    installation.make(installation.clone, f"BUILD={build}", "-j2")
    expect(filecmp.cmp(build / "errbind", installation.unpacked / "build/errbind", shallow=False),
           "the programs differ")


def install_and_uninstall(installation):
    folder, prefix = installation.unpacked, installation.prefix
    installation.make(folder, "install")
    installed = tree(prefix)
    for name in ("bin/errbind", "share/man/man1/errbind.1", "share/errbind/errbind.schema.json",
                 "share/cmake/errbind/errbindConfig.cmake", "share/errbind/templates/README.md",
                 "share/bash-completion/completions/errbind", "share/zsh/site-functions/_errbind",
                 "share/fish/vendor_completions.d/errbind.fish",
                 "share/cmake/errbind/errbindConfigVersion.cmake",
                 "share/errbind/templates/c/target.yaml"):
        expect(name in installed, f"{name} is missing")
    for name, content in tree(folder / "templates").items():
        expect(installed.get(f"share/errbind/templates/{name}") == content, name)
    expect(os.access(prefix / "bin/errbind", os.X_OK), "errbind cannot be run")
    for path in prefix.rglob("*"):
        expect(path.stat().st_mode & 0o444 == 0o444, f"{path} is not for everybody")
    # What an earlier version had installed does not stay.
    (prefix / "share/errbind/templates/c/former.j2").write_text("{{ nonsense")
    installation.make(folder, "install", f"DESTDIR={installation.scratch}/stage")
    installation.make(folder, "install")
    staged = pathlib.Path(f"{installation.scratch}/stage{prefix}")
    expect(tree(staged) == installed and tree(prefix) == installed, "not the same files")
    installation.make(folder, "uninstall", f"DESTDIR={installation.scratch}/stage")
    expect(not tree(installation.scratch / "stage"), tree(installation.scratch / "stage").keys())


def an_installed_errbind_finds_its_templates(installation):
    work = installation.scratch / "app"
    shutil.copytree(ROOT / "schema", work / "schema")
    errbind = installation.prefix / "bin/errbind"
    run([errbind, "generate"], work)
    run([errbind, "check"], work)
    found = tree(work / "out")
    expect(found == tree(installation.unpacked / "out"), "not what the tree makes")
    inputs = run([errbind, "generate", "--list-inputs"], work).stdout.split("\n")
    expect(f"{installation.prefix}/share/errbind/templates/c/target.yaml" in inputs, *inputs)
    # Another prefix than it was built with.
    other = installation.scratch / "other prefix"
    build = installation.scratch / "b"
    installation.make(installation.clone, f"BUILD={build}", f"PREFIX={other}", "install")
    inputs = run([other / "bin/errbind", "generate", "--list-inputs"], work).stdout.split("\n")
    expect(f"{other}/share/errbind/templates/c/target.yaml" in inputs, *inputs)


# ---- the apps

class App:
    """A copy of one of the folders here, with a registry."""

    def __init__(self, installation, folder, name=None):
        name = name or folder
        self.folder = installation.scratch / "apps" / name
        shutil.copytree(HERE / folder, self.folder)
        shutil.copytree(ROOT / "schema", self.folder / "schema")
        self.tools = installation.scratch / "tools" / name
        self.log = installation.wrap(self.tools)
        self.prefix = installation.prefix

    def run(self, words, status=0):
        path = f"{self.tools}/bin{os.pathsep}{os.environ['PATH']}"
        return run(words, self.folder, status, PATH=path, npm_config_cache=str(self.tools / "npm"),
                   PRE_COMMIT_HOME=str(self.tools / "pre-commit"))

    def runs(self):
        """How often errbind ran since this was asked."""
        count = len(self.log.read_text().splitlines()) if self.log.exists() else 0
        self.log.unlink(missing_ok=True)
        return count

    def change(self, old, new):
        path = self.folder / VENDOR
        text = path.read_text()
        expect(old in text, f"{VENDOR} does not hold '{old}'")
        path.write_text(text.replace(old, new))


def build_an_app(app, build, show, bindings, products, always=False):
    """The five builds. always: errbind runs in each, as there it is a script that runs it."""
    def built(**options):
        done = app.run(build, **options)
        return done, app.runs()

    def found():
        return marks(app.folder / bindings, *(app.folder / product for product in products))

    def printed():
        return app.run(show).stdout

    built()
    expect((app.folder / bindings / ".errbind-manifest").exists(), "there are no bindings")
    expect(printed() == PRINTED, printed())
    for product in products:
        expect((app.folder / product).exists(), f"{product} was not built")
    before = found()

    done, runs = built()
    expect(always or not runs, "a second build runs errbind", done.stdout)
    expect(found() == before, "a second build writes", done.stdout,
           *(path for path, mark in found().items() if before.get(path) != mark))

    os.utime(app.folder / VENDOR)
    done, runs = built()
    expect(runs, "errbind did not run after a vendor's file was touched", done.stdout)
    expect(found() == before, "something was written after a vendor's file was only touched",
           *(path for path, mark in found().items() if before.get(path) != mark))
    done, runs = built()
    expect(always or not runs, "a build after that runs errbind", done.stdout)

    app.change(OLD, NEW)
    built()
    expect(printed() == PRINTED.replace("Face not matching", "Face differs"), printed())
    after = found()
    changed = {path for path in after if before.get(path) != after[path]}
    for product in products:
        expect(str(app.folder / product) in changed, f"{product} was not built anew")
    others = {path for path in changed if re.search(r"faceki|ekyc|private_?id", path, re.I)
              and f"/{bindings}/" in path and "/dist/" not in path}
    expect(not others, "bindings of other vendors were written", *others)
    _, runs = built()
    expect(always or not runs, "a build after that runs errbind")

    before = found()
    app.change("condition: face_mismatch", "condition: face_mishap")
    done, _ = built(status=1)
    expect("face_mishap" in done.stdout + done.stderr, done.stdout, done.stderr)
    expect(found() == before, "something was written in spite of a mistake")


def make_app(installation):
    need("cc")
    build_an_app(App(installation, "make"), [MAKE], ["build/app"], "build/errors", ["build/app"])


def cmake_app(installation, generator=None):
    need("cmake", "cc")
    app = App(installation, "cmake", generator)
    configure = ["cmake", "-S", ".", "-B", "build", f"-DCMAKE_PREFIX_PATH={installation.prefix}",
                 f"-DERRBIND_EXECUTABLE={app.tools}/bin/errbind"]
    app.run(configure + (["-G", generator] if generator else []))
    build_an_app(app, ["cmake", "--build", "build"], ["build/app"], "build/vendor_errors",
                 ["build/app"])
    # A vendor more, a vendor less: the list of files follows.
    app.change("condition: face_mishap", "condition: face_mismatch")
    registry = app.folder / "schema/registry.yaml"
    registry.write_text(registry.read_text().replace("  - vendors/faceki.yaml\n", ""))
    header = app.folder / "build/vendor_errors/c/include/vendor_errors/faceki.h"
    expect(header.exists(), f"{header} is missing")
    app.run(["cmake", "--build", "build"])
    expect(not header.exists(), f"{header} is still there")
    app.runs()
    app.run(["cmake", "--build", "build"])
    expect(not app.runs(), "a build after that runs errbind")
    # Without a hint the module finds the errbind that it was installed with.
    shutil.rmtree(app.folder / "build")
    app.run(configure[:-1])
    cache = (app.folder / "build/CMakeCache.txt").read_text()
    expect(f"ERRBIND_EXECUTABLE:FILEPATH={app.tools}/bin/errbind" in cache or
           f"ERRBIND_EXECUTABLE:FILEPATH={installation.prefix}/bin/errbind" in cache, cache)
    lists = app.folder / "CMakeLists.txt"
    lists.write_text(lists.read_text().replace("errbind 0.1", "errbind 99"))
    done = app.run(configure, status=1)
    expect("99" in done.stderr, done.stderr)


def ninja_app(installation):
    need("ninja")
    cmake_app(installation, "Ninja")


def npm_app(installation):
    need("npm", "node", "tsc")
    app = App(installation, "npm")
    # As if npm had fetched the compiler that is on PATH.
    version = app.run(["tsc", "--version"]).stdout.split()[-1]
    compiler = app.folder / "node_modules/typescript"
    compiler.mkdir(parents=True)
    (compiler / "package.json").write_text(json.dumps({"name": "typescript", "version": version}))
    app.run(["npm", "run", "errors"])
    app.run(["npm", "install", "--offline", "--no-audit", "--no-fund"])
    build_an_app(app, ["npm", "run", "build"], ["node", "dist/main.js"], "errors",
                 ["errors/typescript/dist/keyless-error.js"], always=True)


def swiftpm_app(installation):
    need("swift")
    app = App(installation, "swiftpm")
    app.run([MAKE, "test"])
    # A program that the installed toolchain made needs its libraries.
    wrapper = "swift-exec " if os.path.exists(f"{TOOLCHAINS}/bin/swift-exec") else ""
    build_an_app(app, [MAKE], f"{wrapper}.build/debug/App", "Errors", [".build/debug/App"])


def pub_app(installation):
    need("dart")
    app = App(installation, "pub")
    if app.run(["dart", "pub", "--version"], status=None).returncode != 0:
        # What `dart pub get` would write; a virtual machine alone has no pub.
        (app.folder / ".dart_tool").mkdir()
        (app.folder / ".dart_tool/package_config.json").write_text(json.dumps({
            "configVersion": 2,
            "packages": [
                {"name": "app", "rootUri": "../", "packageUri": "lib/", "languageVersion": "3.7"},
                {"name": "vendor_errors", "rootUri": "../errors/dart", "packageUri": "lib/",
                 "languageVersion": "3.7"}]}))
        (app.folder / "build").mkdir()
    build_an_app(app, [MAKE], ["dart", "build/app.dill"], "errors", ["build/app.dill"])


def kotlin_app(installation):
    need("kotlinc", "java")
    build_an_app(App(installation, "kotlin"), [MAKE], ["java", "-jar", "build/app.jar"],
                 "build/errors", ["build/app.jar"])


# ---- what README.md shows

def shown(name):
    """A file of ci/, which README.md has word for word."""
    text = (HERE / "ci" / name).read_text()
    expect(text in (ROOT / "README.md").read_text(), f"README.md does not show ci/{name}")
    return text


def yaml_of(text):
    """The value of a YAML file, by any Python here that has PyYAML."""
    program = ("import json, sys, yaml\n"
               "json.dump(yaml.safe_load(sys.stdin), sys.stdout, default=str)")
    for python in (sys.executable, "/usr/bin/python3"):
        done = subprocess.run([python, "-c", program], input=text, text=True, capture_output=True,
                              check=False)
        if done.returncode == 0:
            return json.loads(done.stdout)
        expect("ModuleNotFoundError" in done.stderr or "No such file" in done.stderr, done.stderr)
    raise Skip("no PyYAML")


def app_repository(installation, name):
    """An app with the bindings committed and errbind as a submodule."""
    app = App(installation, "ci", name)
    shutil.copytree(installation.unpacked, app.folder / "errbind", symlinks=True)
    run([installation.prefix / "bin/errbind", "generate"], app.folder)
    home = app.folder / "home"
    home.mkdir()
    return app, home


def ci_commands(installation, name, commands):
    """They pass, and they fail where the bindings differ."""
    app, home = app_repository(installation, name)
    commands = [command for command in commands if not command.startswith("apt-get ")]
    expect(len(commands) == 3, *commands)
    outputs = [run(command, app.folder, HOME=str(home)) for command in commands]
    expect((home / ".local/bin/errbind").exists(), "errbind was not installed")
    expect(not outputs[-1].stdout, outputs[-1].stdout)
    app.change(OLD, NEW)
    run(commands[1], app.folder, HOME=str(home))
    done = run(commands[2], app.folder, status=1, HOME=str(home))
    expect(done.returncode == 1, done.returncode)
    path = "out/c/include/vendor_errors/keyless.h"
    expect(path in done.stdout, done.stdout)
    app.change("condition: face_mismatch", "condition: face_mishap")
    done = run(commands[1], app.folder, status=1, HOME=str(home))
    expect(VENDOR in done.stdout + done.stderr, done.stdout, done.stderr)


def github_workflow(installation):
    workflow = yaml_of(shown("github.yml"))
    job, = workflow["jobs"].values()
    expect(job["runs-on"], job)
    ci_commands(installation, "github", [step["run"] for step in job["steps"] if "run" in step])


def gitlab_job(installation):
    job, = yaml_of(shown("gitlab.yml")).values()
    ci_commands(installation, "gitlab", job["script"])


def pre_commit_hooks(installation):
    used = yaml_of(shown("pre-commit.yaml"))["repos"][0]
    hooks = {hook["id"]: hook for hook in yaml_of((ROOT / ".pre-commit-hooks.yaml").read_text())}
    expect({hook["id"] for hook in used["hooks"]} == set(hooks), hooks)
    app, _ = app_repository(installation, "pre-commit")
    for change, failing in ((None, set()), ((OLD, NEW), {"errbind-check"}),
                            (("condition: face_mismatch", "condition: face_mishap"), set(hooks))):
        if change:
            app.change(*change)
        for name, hook in hooks.items():
            files = re.compile(hook["files"])
            expect(files.search(VENDOR) and not files.search("src/schema/x"), hook)
            app.run(hook["entry"], status=int(name in failing))
    if not shutil.which("pre-commit"):
        return
    app.change("condition: face_mishap", "condition: face_mismatch")
    shutil.rmtree(app.folder / "errbind")
    for words in (["init", "-q"], ["add", "-A"]):
        app.run(["git", *words])
    for name in hooks:
        app.run(["pre-commit", "try-repo", installation.clone, name, "--all-files"],
                status=int(name == "errbind-check"))


def gradle_snippet(installation):
    """Compiled against stand-ins for Gradle, and run."""
    script = shown("build.gradle.kts")
    need("kotlinc", "java")
    app = App(installation, "ci", "gradle")
    (app.folder / "Script.kt").write_text(
        "class Script(rootDir: java.io.File) : Project(rootDir) {\noverride fun build() {\n"
        + script + "}\n}\n")
    app.run(["kotlinc", "-include-runtime", "-d", "script.jar", "Gradle.kt", "Script.kt"])
    done = app.run(["java", "-jar", "script.jar", str(app.folder)])
    sources = pathlib.Path(done.stdout.splitlines()[0])
    expect(list(sources.rglob("KeylessError.kt")), f"no sources in {sources}", done.stdout)


# Each with the language that may not be skipped where it is required.
FIRST = [(function, "c") for function in (
    a_tarball_of_the_sources_builds_and_checks, two_builds_in_different_folders_are_the_same,
    install_and_uninstall, an_installed_errbind_finds_its_templates)]
REST = [(swiftpm_app, "swift"), (kotlin_app, "kotlin"), (npm_app, "typescript"), (pub_app, "dart"),
        (cmake_app, ""), (ninja_app, ""), (make_app, "c"), (github_workflow, ""), (gitlab_job, ""),
        (pre_commit_hooks, ""), (gradle_snippet, "")]


def result(number, function, language, installation):
    """The TAP lines of a test."""
    name = function.__name__.replace("_", " ")
    try:
        if installation.failure:
            raise AssertionError(f"there is no errbind to use: {installation.failure} failed")
        function(installation)
        return [f"ok {number} - {name}"]
    except Skip as reason:
        if language in REQUIRED:
            return [f"not ok {number} - {name}",
                    f"# {reason}, and REQUIRE_LANGS asks for {language}"]
        return [f"ok {number} - {name} # SKIP {reason}"]
    except Exception as problem:  # whatever it is, the other tests go on
        text = str(problem) if isinstance(problem, AssertionError) else repr(problem)
        return [f"not ok {number} - {name}", *(f"# {line}" for line in text.splitlines()[-60:])]


def main():
    chosen = [(function, language) for function, language in REST if not sys.argv[1:] or
              any(word in function.__name__.replace("_", " ") for word in sys.argv[1:])]
    failed = 0
    with tempfile.TemporaryDirectory(prefix="errbind-consumers-") as scratch:
        installation = Installation(pathlib.Path(scratch).resolve())

        def report(lines):
            nonlocal failed
            failed += lines[0].startswith("not ok")
            print("\n".join(lines), flush=True)

        for number, (function, language) in enumerate(FIRST, 1):
            lines = result(number, function, language, installation)
            report(lines)
            if lines[0].startswith("not ok") and not (installation.prefix / "bin/errbind").exists():
                installation.failure = installation.failure or function.__name__.replace("_", " ")
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            waiting = [pool.submit(result, number, function, language, installation)
                       for number, (function, language) in enumerate(chosen, len(FIRST) + 1)]
            for future in waiting:
                report(future.result())
    print(f"1..{len(FIRST) + len(chosen)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
