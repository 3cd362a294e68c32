#!/usr/bin/env python3
"""What large domains cost in the languages: compiles a domain of 10,000 integer codes
and one of 10,000 strings in each, as an app does for release, runs a program that looks
up every code and as many unknown ones (templates/), and prints a Markdown table.

It takes some ten minutes and 4 GiB. With --check, instead, the conformance tests run
on a registry that crosses every limit of the templates and on two real tables of error
codes (tables.py), the methods of Kotlin's classes are measured, and the programs that look
up codes run on small domains. That prints TAP.
"""
import argparse
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time

import classfile
import run
import tables

CONFORMANCE = run.ROOT / "tests" / "conformance"
TOOLCHAINS = pathlib.Path(os.environ.get("TOOLCHAINS") or
                          pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache")
                          / "errbind" / "toolchains")
WORK = run.WORK / "scale"
HOT_LIMIT = 8_000  # bytes of a method that HotSpot still compiles
HOT = ("fromCode", "find")  # what a lookup in Kotlin runs
KINDS = {"integer": [], "string": ["--strings"]}  # with what makes domains of them


# --- How an app builds each language: commands, the program, what it ships ----


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def build_c(generated, source, work):
    program = work / "program"
    flags = ["-O2", "-std=c99", "-Wall", "-Wextra", "-Werror", f"-I{generated / 'include'}"]
    return [["cc", *flags, "-o", program, source]], [program], program


def build_kotlin(generated, source, work):
    program = work / "program.jar"
    kotlinc = ["kotlinc", "-J-Xmx4g", "-jvm-target", "1.8", "-include-runtime", "-d", program]
    return [[*kotlinc, generated / "src", source]], ["java", "-XX:+UseSerialGC", "-jar", program], program


def build_swift(generated, source, work, level="-O"):
    sources = next((generated / "Sources").iterdir())
    module, program = sources.name, work / "program"
    swiftc = ["swiftc", level, "-swift-version", "6", "-module-cache-path", work / "cache"]
    library = [*swiftc, "-parse-as-library", "-wmo", "-module-name", module,
               "-emit-library", "-static", "-o", work / f"lib{module}.a",
               "-emit-module", "-emit-module-path", work / f"{module}.swiftmodule",
               *sorted(sources.glob("*.swift"))]
    link = [*swiftc, "-I", work, "-L", work, f"-l{module}", "-o", program, source]
    start = ["swift-exec"] if shutil.which("swift-exec") else []
    return [library, link], [*start, program], program


def build_swift_debug(generated, source, work):
    return build_swift(generated, source, work, "-Onone")


def build_dart(generated, source, work):
    program, config = work / "program.dill", work / "package_config.json"
    pubspec = (generated / "pubspec.yaml").read_text(encoding="utf-8")
    name = re.search(r"^name: *(\S+)", pubspec, re.M)[1]
    package = {"name": name, "rootUri": generated.as_uri(), "packageUri": "lib/", "languageVersion": "3.7"}
    write(config, json.dumps({"configVersion": 2, "packages": [package]}))
    return ([["dart", f"--packages={config}", "--snapshot-kind=kernel", f"--snapshot={program}", source]],
            ["dart", program], program)


def build_typescript(generated, source, work):
    name = json.loads((generated / "package.json").read_text())["name"]
    package = work / "node_modules" / name
    shutil.copytree(generated, package)
    shutil.copy(source, work / "lookup.ts")
    write(work / "package.json", '{"type": "module"}\n')
    options = ["--strict", "--target", "ES2022", "--lib", "ES2022,DOM", "--module", "NodeNext", "--types", ""]
    return ([["tsc", "-p", package / "tsconfig.json"], ["tsc", *options, work / "lookup.ts"]],
            ["node", work / "lookup.js"], package / "dist")


BUILDERS = {  # by row: target, compiler, builder
    "c": ("c", "cc", build_c),
    "kotlin": ("kotlin", "kotlinc", build_kotlin),
    "swift": ("swift", "swiftc", build_swift),
    "swift-debug": ("swift", "swiftc", build_swift_debug),
    "dart": ("dart", "dart", build_dart),
    "typescript": ("typescript", "tsc", build_typescript),
}


# --- Measuring ----------------------------------------------------------------


def size_of(path):
    files = [path] if path.is_file() else path.rglob("*")
    return sum(file.stat().st_size for file in files if file.is_file())


def largest_method(jar):
    """The classes' bytes and the largest of all methods and of those that look up."""
    methods, size = classfile.of_jar(jar, "com/example/")
    hot = [entry for entry in methods if entry[1] in HOT]
    return size, max(methods, key=lambda entry: entry[2]), max(hot, key=lambda entry: entry[2])


def measure(label, kind, schema):
    """A row of the table."""
    target, compiler, builder = BUILDERS[label]
    if not shutil.which(compiler):
        return [label, kind, f"no {compiler} here"] + [""] * 7
    work = WORK / f"{label}-{kind}"
    run.remove(work)
    work.mkdir(parents=True)
    for out, more in (("out", []), ("driver", ["--templates", run.HERE / "templates"])):
        subprocess.run([run.ERRBIND, "generate", "-q", "--schema", schema, "--target", target,
                        "--out", work / out, *more], check=True, cwd=run.ROOT, capture_output=True, text=True)
    source = next(path for path in (work / "driver" / target).iterdir() if path.is_file())
    commands, program, artefact = builder(work / "out" / target, source, work)
    start = time.monotonic()
    costs = [run.cost(command) for command in commands]
    wall = time.monotonic() - start
    once = run.cost([*program, "1"])
    done = subprocess.run(program, check=True, capture_output=True, text=True)
    first, known, unknown = map(float, done.stdout.split())
    size = size_of(artefact)
    if label == "kotlin":
        size, largest, hot = largest_method(artefact)
        print(f"# kotlin, {kind}: the largest method is {'.'.join(largest[:2])} with {largest[2]:,} bytes, "
              f"the largest of a lookup {'.'.join(hot[:2])} with {hot[2]:,}", file=sys.stderr)
    return [label, kind, f"{sum(one.cpu for one in costs) / 1000:.1f} s", f"{wall:.1f} s",
            run.mebibytes(max(one.memory for one in costs)), run.mebibytes(size),
            f"{once.cpu:.0f} ms", f"{first / 1e6:.2f} ms", f"{known:.0f} ns", f"{unknown:.0f} ns"]


def print_measures(labels, codes):
    rows = []
    for kind, flags in KINDS.items():
        schema = run.Input(codes, 1, *flags).schema
        for label in labels:
            print(f"# {label}, {kind}", file=sys.stderr)
            rows.append(measure(label, kind, schema))
    run.table(["", f"{codes:,} codes", "compile, CPU", "wall clock", "memory", "size",
               "process with one lookup, CPU", "first lookup", "known", "unknown"], rows)


# --- Checking -----------------------------------------------------------------


def check_methods(label):
    """TAP of the sizes of the methods that the conformance test of Kotlin made."""
    jar = WORK / "kotlin" / label.replace(" ", "-") / "work" / "program.jar"
    name = f"kotlin: methods of lookups, {label}"
    if not jar.exists():
        print(f"ok - {name} # SKIP Kotlin was not compiled here")
        return True
    _, (holder, method, size), (hot_holder, hot_method, hot_size) = largest_method(jar)
    small = hot_size <= HOT_LIMIT
    print(f"{'ok' if small else 'not ok'} - {name}")
    print(f"# {hot_holder}.{hot_method} has {hot_size:,} bytes, HotSpot compiles up to {HOT_LIMIT:,}; "
          f"the largest method is {holder}.{method} with {size:,}")
    return small


def check_lookups(languages):
    """TAP of the programs that look up every code, on domains of some hundred."""
    fine = True
    for kind, flags in KINDS.items():
        schema = run.Input(300, 1, *flags).schema
        for label, (language, compiler, _) in BUILDERS.items():
            if label != language or languages and language not in languages:
                continue
            name = f"{label}: looks up every {kind}"
            if not shutil.which(compiler):
                print(f"ok - {name} # SKIP there is no {compiler} here")
                continue
            problem = attempt(lambda: measure(label, kind, schema))
            fine = fine and not problem
            print(f"{'not ok' if problem else 'ok'} - {name}", *problem, sep="\n# ")
    return fine


def attempt(function):
    """The lines that say why a function fails; none where it does not."""
    try:
        function()
    except subprocess.CalledProcessError as error:
        return [str(error), *(error.stderr or "").splitlines()]
    except SystemExit as error:  # that of run.cost
        return str(error).splitlines()
    return []


def check(languages):
    run.remove(WORK)
    WORK.mkdir(parents=True)
    registries = {"all limits crossed": run.Input(4_400, 4, "--mixed").schema}
    for table in tables.TABLES:
        try:
            print(f"# {table}: {tables.convert(table, run.WORK / table)}")
            registries[table] = run.WORK / table
        except tables.Unavailable as error:
            print(f"ok - {table} # SKIP {error}")
    arguments = [f"--registry={label}={schema}" for label, schema in registries.items()]
    sys.stdout.flush()
    done = subprocess.run([CONFORMANCE / "run.py", "--work", WORK, *arguments, *languages])
    fine = [check_methods(label) for label in registries if not languages or "kotlin" in languages]
    fine.append(check_lookups(languages))
    return 0 if done.returncode == 0 and all(fine) else 1


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("languages", nargs="*", metavar="LANGUAGE", help=f"by default all: {' '.join(BUILDERS)}")
    parser.add_argument("--codes", type=int, default=run.MIDDLE, help="of a domain (default: %(default)s)")
    parser.add_argument("--check", action="store_true", help="run the conformance tests on large registries")
    options = parser.parse_args()
    os.environ["PATH"] += f":{TOOLCHAINS / 'bin'}"
    if options.check:
        return check(options.languages)
    unknown = [label for label in options.languages if label not in BUILDERS]
    if unknown:
        parser.error(f"no such language: {' '.join(unknown)}")
    print_measures(options.languages or list(BUILDERS), options.codes)
    return 0


if __name__ == "__main__":
    sys.exit(main())
