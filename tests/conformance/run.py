#!/usr/bin/env python3
"""Proves that the languages agree: for each one, errbind writes the bindings of a
registry and a program over their API; the program is compiled with them under the
strictest flags, run, and must print to the byte what `errbind list` says.

Then, per language, a program that follows the vendors' own sample code.

Prints TAP. A language without a compiler is skipped by name, or fails where the
environment's REQUIRE_LANGS names it.
"""
import argparse
import concurrent.futures
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
ERRBIND = os.environ.get("ERRBIND", str(ROOT / "build" / "errbind"))
REQUIRED = os.environ.get("REQUIRE_LANGS", "").replace(",", " ").split()
REGISTRIES = {"registry": ROOT / "schema", "edge cases": HERE / "edge"}
UNKNOWN = {int: 123456789, str: "no such code"}
NO_COMPILER = 127


def quoted(text):
    if text is None:
        return "null"
    for plain, escaped in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\t", "\\t")):
        text = text.replace(plain, escaped)
    return f'"{text}"'


def raw(code):
    return quoted(code) if isinstance(code, str) else str(code)


def code_block(code):
    return [
        f"code: {raw(code['code'])}",
        f"vendor: {quoted(code['vendor'])}",
        f"domain: {quoted(code['domain'])}",
        f"name: {quoted(code['name'])}",
        f"title: {quoted(code['title'])}",
        f"error_type: {quoted(code['category'])}",
        f"condition: {quoted(code['condition'])}",
        f"retry: {quoted(code['retry'])}",
        f"audience: {quoted(code['audience'])}",
        f"message: {quoted(code['description'])}",
        f"recommendation: {quoted(code['recommendation'])}",
        f"deprecated: {'true' if code['deprecated'] else 'false'}",
        "",
    ]


def domain_block(codes):
    """What is printed of one domain: codes, aliases, a list, an unknown code."""
    lines = [line for code in codes for line in code_block(code)]
    aliases = [
        f"alias: {quoted(alias)} = {raw(code['code'])}"
        for code in codes
        for alias in code["aliases"]
    ]
    lines += aliases + [""] if aliases else []
    unknown = UNKNOWN[type(codes[0]["code"])]
    listed = dict.fromkeys([codes[0]["code"], unknown, codes[-1]["code"]])
    names = {code["code"]: code["name"] for code in codes}
    entries = [f"{raw(code)}={names.get(code, '?')}" for code in listed]
    return lines + ["list: " + " ".join(entries), "", f"unknown: {raw(unknown)}", ""]


def expected_output(schema):
    """What every language's program must print of a registry."""
    text = subprocess.run(
        [ERRBIND, "list", "--schema", schema, "--format", "json"],
        check=True, capture_output=True, text=True,
    ).stdout
    registry = json.loads(text)
    lines = [f"{key}: {quoted(registry[key])}" for key in ("registry", "version", "fingerprint")]
    lines.append("")
    domains = {}
    for code in registry["codes"]:
        domains.setdefault(code["domain"], []).append(code)
    for codes in domains.values():
        lines += domain_block(codes)
    return "\n".join(lines) + "\n"


def generate(schema, out, language, *templates):
    """errbind generate of one language; the folder it wrote to."""
    command = [ERRBIND, "generate", "-q", "--schema", schema, "--out", out, "--target", language]
    for folder in templates:
        command += ["--templates", folder]
    subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    return out / language


def execute(language, work, generated, sources, standard_input=None):
    """Compiles and runs sources with the bindings: (status, stdout, stderr, seconds)."""
    work.mkdir(parents=True)
    start = time.monotonic()
    done = subprocess.run(
        [HERE / f"{language}.sh", work, generated, *sources],
        input=standard_input, capture_output=True, text=True, encoding="utf-8",
    )
    return done.returncode, done.stdout, done.stderr, time.monotonic() - start


def first_difference(expected, actual):
    pairs = zip(expected.splitlines() + ["(the end)"], actual.splitlines() + ["(the end)"])
    for number, (wanted, found) in enumerate(pairs, 1):
        if wanted != found:
            return [f"line {number} is     {found}", f"and should be {wanted}"]
    return []


class Result:
    """One line of TAP with its details."""

    def __init__(self, name, problems=(), skip=None):
        self.name, self.problems, self.skip = name, list(problems), skip

    @classmethod
    def of(cls, name, language, expected, outcome):
        status, stdout, stderr, seconds = outcome
        if status == NO_COMPILER and language not in REQUIRED:
            return cls(name, skip=f"no compiler of {language} here")
        problems = [] if status == 0 else [f"status {status}", *stderr.splitlines()[:40]]
        if not problems and stdout != expected:
            problems = first_difference(expected, stdout)
        return cls(f"{name} ({seconds:.1f} s)", problems)


def check_registry(language, label, schema, scratch):
    name = f"{language}: {label}"
    try:
        generated = generate(schema, scratch / "out", language)
        driver = generate(schema, scratch / "driver", language, HERE / "templates")
        expected = expected_output(schema)
    except subprocess.CalledProcessError as error:
        return Result(name, error.stderr.splitlines())
    sources = [path for path in sorted(driver.rglob("*")) if path.is_file()]
    return Result.of(name, language, expected,
                     execute(language, scratch / "work", generated, sources))


def check_sample(language, scratch):
    folder = HERE / "samples" / language
    sources = [path for path in sorted(folder.iterdir()) if path.name != "expected.txt"]
    generated = generate(ROOT / "schema", scratch / "out", language)
    outcome = execute(language, scratch / "work", generated, sources)
    return Result.of(f"{language}: the vendors' sample code", language,
                     (folder / "expected.txt").read_text(encoding="utf-8"), outcome)


def check_language(language, registries, scratch):
    """Results of one language; without registries named, those of the project."""
    results = [
        check_registry(language, label, schema, scratch / language / label.replace(" ", "-"))
        for label, schema in (registries or REGISTRIES).items()
    ]
    return results if registries else results + [check_sample(language, scratch / language / "sample")]


def check_languages(languages, registries, scratch):
    missing = [name for name in REQUIRED if name not in languages]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        groups = pool.map(lambda language: check_language(language, registries, scratch), languages)
        results = [result for group in groups for result in group]
    return results + [Result(f"{name}: required, but there is no {name}.sh", ["missing"]) for name in missing]


def label_and_schema(text):
    label, equals, folder = text.partition("=")
    if not equals:
        raise argparse.ArgumentTypeError("LABEL=FOLDER is wanted")
    return label, pathlib.Path(folder)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("languages", nargs="*", metavar="LANGUAGE", help="by default all")
    parser.add_argument("--registry", action="append", type=label_and_schema, metavar="LABEL=FOLDER",
                        help="a registry to check in the place of the project's own; repeatable")
    parser.add_argument("--work", type=pathlib.Path, metavar="FOLDER",
                        help="an empty folder to build in, which then stays: LANGUAGE/LABEL/out, driver and work")
    options = parser.parse_args()
    languages = options.languages or sorted(path.stem for path in HERE.glob("*.sh") if path.stem != "toolchains")
    with tempfile.TemporaryDirectory(prefix="errbind-") as folder:
        scratch = options.work.resolve() if options.work else pathlib.Path(folder)
        results = check_languages(languages, dict(options.registry or []), scratch)
    for number, result in enumerate(results, 1):
        skip = f" # SKIP {result.skip}" if result.skip else ""
        print(f"{'not ok' if result.problems else 'ok'} {number} - {result.name}{skip}")
        for line in result.problems:
            print(f"# {line}")
    print(f"1..{len(results)}")
    return 1 if any(result.problems for result in results) else 0


sys.exit(main())
