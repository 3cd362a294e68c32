#!/usr/bin/env python3
"""Runs errbind on small inputs and compares everything it leaves with what is expected.

A case is a folder with
  command   the arguments of errbind, one command a line (words split as a shell
            splits them, NAME=value before them for the environment); each is run in a
            copy of the folder
  base      if there, the name of a folder beside the case that is copied first
  stdin     what each command reads, by default nothing
  stdout, stderr   the expected text of all commands; an absent file means none
  status    the expected exit status of the last command, by default 0; those
            before it must end with 0
  tree/     if there, what the folder `out` must hold in the end, to the byte

Arguments of this program name cases; without any, all are run. With UPDATE=1 in
the environment the expected files are written anew: read them before you commit.
"""
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
ERRBIND = os.environ.get("ERRBIND", str(ROOT / "build" / "errbind"))
UPDATE = os.environ.get("UPDATE") == "1"


def read(path):
    return path.read_bytes() if path.exists() else b""


def tree(folder):
    """Every file below the folder, by relative path."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def execute(case, folder):
    """Runs the case's commands in the folder: (stdout, stderr, status)."""
    stdout, stderr, status = b"", b"", 0
    environment = dict(os.environ, LC_ALL="C.UTF-8")
    for name in ("NO_COLOR", "COLUMNS"):
        environment.pop(name, None)
    for line in (case / "command").read_text().splitlines():
        arguments = [word.replace("@ROOT@", str(ROOT)) for word in shlex.split(line)]
        variables = dict(environment)
        while arguments and re.match("[A-Z_]+=", arguments[0]):
            name, _, value = arguments.pop(0).partition("=")
            variables[name] = value
        if status:
            return stdout, stderr + b"\n(a command before the last one failed)\n", status
        done = subprocess.run(
            [ERRBIND, *arguments],
            cwd=folder,
            env=variables,
            input=read(case / "stdin"),
            capture_output=True,
            timeout=300,
        )
        stdout += done.stdout
        stderr += done.stderr
        status = done.returncode
    return stdout, stderr, status


def write(path, content):
    if content:
        path.write_bytes(content)
    elif path.exists():
        path.unlink()


def update(case, folder, stdout, stderr, status):
    write(case / "stdout", stdout)
    write(case / "stderr", stderr)
    write(case / "status", f"{status}\n".encode() if status else b"")
    if (case / "tree").is_dir():
        shutil.rmtree(case / "tree")
        shutil.copytree(folder / "out", case / "tree")


def compare(what, expected, actual):
    """Lines that say how the actual text differs."""
    if expected == actual:
        return []
    lines = [f"{what} is not as expected; it is:"]
    return lines + ["  " + line for line in actual.decode(errors="replace").splitlines()]


def check(case):
    """What is wrong with a case, as lines; none where it passes."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch) / "case"
        if (case / "base").exists():
            shutil.copytree(HERE / (case / "base").read_text().strip(), folder, symlinks=True)
        shutil.copytree(case, folder, symlinks=True, dirs_exist_ok=True)
        stdout, stderr, status = execute(case, folder)
        if UPDATE:
            update(case, folder, stdout, stderr, status)
        problems = compare("stdout", read(case / "stdout"), stdout)
        problems += compare("stderr", read(case / "stderr"), stderr)
        expected = int(read(case / "status") or b"0")
        if status != expected:
            problems.append(f"the status is {status}, not {expected}")
        if (case / "tree").is_dir():
            wanted, found = tree(case / "tree"), tree(folder / "out")
            for name in sorted(wanted.keys() | found.keys()):
                if name not in found:
                    problems.append(f"out/{name} is missing")
                elif name not in wanted:
                    problems.append(f"out/{name} should not be there")
                else:
                    problems += compare(f"out/{name}", wanted[name], found[name])
        return problems


def main():
    names = sys.argv[1:] or sorted(path.parent.name for path in HERE.glob("*/command"))
    failed = 0
    for number, name in enumerate(names, 1):
        problems = check(HERE / name)
        failed += bool(problems)
        print(f"{'not ok' if problems else 'ok'} {number} - {name}")
        for line in problems:
            print(f"# {line}")
    print(f"1..{len(names)}")
    return 1 if failed else 0


sys.exit(main())
