#!/usr/bin/python3
"""Renders templates with errbind and with Jinja2 and compares both with what is expected.

A case is GROUP/NAME.j2 with NAME.yaml, its data (else data.yaml of this folder), and
  NAME.out   the text that errbind and Jinja2 make of it, or
  NAME.err   what errbind says; Jinja2 must fail on the same line of the same template.
In the group `outside` stands what Jinja2 has and errbind refuses, in the group `errbind`
what only errbind has. A template whose name starts with an underscore is a part of cases.

Arguments name cases or groups; without any, all are run. With UPDATE=1 in the
environment the expected files are written anew from errbind: read them before you commit.
"""
import os
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ERRBIND = os.environ.get("ERRBIND", str(HERE.parent.parent / "build" / "errbind"))
UPDATE = os.environ.get("UPDATE") == "1"

try:
    import oracle
except ImportError:  # python3-jinja2 or python3-yaml is missing
    oracle = None


def data_of(case):
    own = case.with_suffix(".yaml")
    return own if own.exists() else HERE / "data.yaml"


def run_errbind(case):
    done = subprocess.run(
        [ERRBIND, "render", case.name, "--data", os.path.relpath(data_of(case), case.parent)],
        cwd=case.parent, capture_output=True, timeout=60,
    )
    return done.returncode, done.stdout, done.stderr


def lines_of(title, content):
    return [f"{title}:"] + [f"  {line}" for line in content.decode(errors="replace").split("\n")]


def check_errbind(case):
    """Why errbind does not do what is expected, as lines."""
    status, out, err = run_errbind(case)
    suffix, actual = (".out", out) if status == 0 else (".err", err)
    expected = case.with_suffix(suffix)
    if UPDATE:
        case.with_suffix(".err" if status == 0 else ".out").unlink(missing_ok=True)
        expected.write_bytes(actual)
    if status not in (0, 2) or (status == 0 and err) or (status == 2 and out):
        return [f"status {status}"] + lines_of("stdout", out) + lines_of("stderr", err)
    if not expected.exists():
        return [f"there is no {expected.name}"] + lines_of("errbind", actual)
    if expected.read_bytes() != actual:
        return lines_of("expected", expected.read_bytes()) + lines_of("errbind", actual)
    return []


def errors_in(message):
    return re.findall(r"^([^\s:][^:]*):(\d+):\d+: error: ", message, re.M)


def check_jinja(case):
    """Why Jinja2 does not do what is expected, as lines."""
    folder = str(case.parent)
    theirs = oracle.render(folder, case.name, oracle.load_data(data_of(case).read_text()))
    out, err = case.with_suffix(".out"), case.with_suffix(".err")
    if err.exists():
        if case.parent.name == "outside":
            return []
        if theirs.error is None:
            return lines_of("jinja2 does not fail", theirs.text.encode())
        # Where Python's compiler finds the mistake, there is no line of the template.
        if not theirs.line or (theirs.file, str(theirs.line)) in errors_in(err.read_text()):
            return []
        return [f"jinja2 fails at {theirs.file}:{theirs.line}: {theirs.error}"]
    if theirs.error:
        return [f"jinja2 fails at {theirs.file}:{theirs.line}: {theirs.error}"]
    if theirs.text.encode() != out.read_bytes():
        return lines_of("jinja2", theirs.text.encode())
    return []


def check(case):
    problems = check_errbind(case)
    if oracle and not problems and case.parent.name != "errbind":
        problems = check_jinja(case)
    return problems


def is_wanted(case, arguments):
    name = case.relative_to(HERE).with_suffix("").as_posix()
    return not arguments or name in arguments or case.parent.name in arguments


def main(arguments):
    cases = [case for case in sorted(HERE.glob("*/*.j2"))
             if not case.name.startswith("_") and is_wanted(case, arguments)]
    failed = False
    for number, case in enumerate(cases, 1):
        problems = check(case)
        name = case.relative_to(HERE).with_suffix("").as_posix()
        print(f"{'not ok' if problems else 'ok'} {number} - {name}")
        for line in problems:
            print(f"# {line}")
        failed = failed or bool(problems)
    if not oracle:
        print("# python3-jinja2 or python3-yaml is missing: nothing was compared with Jinja2")
    print(f"1..{len(cases)}")
    return 1 if failed or not cases else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
