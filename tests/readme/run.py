#!/usr/bin/env python3
"""Tries whatever the documents show: each command, its output, each handler. Output is TAP.

The repository is copied as git would commit it, and the blocks of each document run in it from
top to bottom, as a reader would; document.py says how. The same handler in five languages is
compiled, and must do the same in all.

  ERRBIND        not used: the documents build their own
  TOOLCHAINS     where tests/conformance/toolchains.sh installs compilers
  REQUIRE_LANGS  languages whose handlers may not be skipped, separated by spaces

Arguments name documents. Python 3 standard library only.
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
import document

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
DOCUMENTS = ["README.md", "CONTRIBUTING.md", "schema/README.md"]
REQUIRED = os.environ.get("REQUIRE_LANGS", "").split()
ELSEWHERE = ROOT / "tests/consumers/ci"
HANDLERS = {path.stem: path for path in (HERE / "handlers").iterdir()}
CODES = [30003, 99999, 30004, 512, 30000]
# Blocks that are not run here, and the lines of .ci/run that run them.
RUN_BY_CI = {"make test-deps test\n": ["make test-deps", "make test"],
             "make test-deps\nmake\nmake test\n": ["make test-deps", "make test"]}

number = failed = 0


def result(name, problems, skip=None):
    global number, failed
    number += 1
    failed += bool(problems)
    print(f"{'not ok' if problems else 'ok'} {number} - {name}" + (f" # SKIP {skip}" if skip else ""),
          flush=True)
    for line in problems:
        print(f"# {line}")


class Skip(Exception):
    """A compiler is missing."""


def expected_of(folder):
    """What a handler prints for CODES, from the registry."""
    listed = subprocess.run([folder / "build/errbind", "list", "--format", "json"], cwd=folder,
                            capture_output=True, text=True, check=True)
    codes = {code["code"]: code for code in json.loads(listed.stdout)["codes"]
             if code["domain"] == "keyless"}
    lines = []
    for number in CODES:
        code = codes.get(number)
        if not code:
            lines.append(f"report new code {number}")
        elif code["name"] == "user_cancelled":
            lines.append("back")
        elif code["condition"] == "face_mismatch":
            lines.append("show " + code["recommendation"])
        else:
            lines.append("show " + code["title"])
    return "\n".join(lines) + "\n"


def handle(block, folder, environment):
    """Puts a handler into a program, compiles it with the bindings and runs it."""
    template = HANDLERS[block.language]
    text = template.read_text().replace("@CODES@", ", ".join(map(str, CODES)))
    start = text.index("@README@")
    indent = text[text.rindex("\n", 0, start) + 1:start]
    text = text.replace("@README@", block.text.rstrip().replace("\n", "\n" + indent))
    work = folder.parent / "handlers" / block.language
    work.mkdir(parents=True)
    source = work / ("main.swift" if block.language == "swift" else f"handler{template.suffix}")
    source.write_text(text)
    done = subprocess.run([ROOT / f"tests/conformance/{block.language}.sh", work / "work",
                           ROOT / "out" / block.language, source], env=dict(os.environ),
                          capture_output=True, text=True, check=False, timeout=600)
    if done.returncode == 127 and block.language not in REQUIRED:
        raise Skip(f"no compiler of {block.language}")
    if done.returncode:
        return [f"it ended with {done.returncode}", *(done.stdout + done.stderr).splitlines()[-20:]]
    expected = expected_of(folder)
    return [] if done.stdout == expected else ["it prints", *done.stdout.splitlines(), "and not",
                                               *expected.splitlines()]


def try_document(name, text, folder, environment, handlers):
    """Runs its blocks; after one that fails the others still run."""
    for block in document.blocks(name, text):
        if block.text in RUN_BY_CI and block.language == "sh":
            lines = (ROOT / ".ci/run").read_text()
            missing = [line for line in RUN_BY_CI[block.text] if line not in lines]
            result(f"{block.place}: not run here, as .ci/run does: "
                   + "; ".join(block.text.strip().split("\n")),
                   [f".ci/run has no '{line}'" for line in missing])
            continue
        try:
            problems, done = document.run_block(block, folder, environment, ELSEWHERE, handlers)
            result(f"{block.place}: the {block.language or 'plain'} block {done}", problems)
        except Skip as reason:
            result(f"{block.place}: the {block.language} block", [], reason)


# ---- the runner itself

GOOD = """A page.
```sh
echo one >file
```
```console
$ cat file; false
one
$ echo $?
1
$ seq 4
1
…
4
$ printf '%s\\n' \\
> two
two
```
```yaml
# some/file.yaml
key: old
```
```diff
--- a/some/file.yaml
+++ b/some/file.yaml
@@ -1,2 +1,2 @@
 # some/file.yaml
-key: old
+key: new
```
```console
$ cat some/file.yaml
# some/file.yaml
key: new
```
"""
BROKEN = {
    "a command that fails": ("echo one >file", "false"),
    "a pipeline that stops a block": ("echo one >file", "echo one >file; exit 3"),
    "another output": ("\none\n", "\nother\n"),
    "a line more": ("\none\n", "\none\nmore\n"),
    "a line less": ("two\n```", "```"),
    "another status": ("$?\n1", "$?\n0"),
    "another end": ("…\n4", "…\n5"),
    "text before the commands": ("```console\n$ cat file", "```console\nfile:\n$ cat file"),
    "a session that ends early": ("$ echo $?", "$ exit 0"),
    "a block that nothing claims": ("```yaml\n# some/file.yaml\n", "```yaml\n"),
    "a change that does not apply": ("-key: old", "-key: older"),
    "a language that nothing claims": ("```sh", "```python"),
}


def problems_of(text):
    with tempfile.TemporaryDirectory(prefix="errbind-readme-") as scratch:
        found = []
        for block in document.blocks("page", text):
            problems, _ = document.run_block(block, pathlib.Path(scratch), dict(os.environ),
                                             ELSEWHERE, {})
            found += problems
        return found


def try_the_runner():
    result("the runner passes what is right", problems_of(GOOD))
    for name, (old, new) in BROKEN.items():
        text = GOOD.replace(old, new, 1)
        found = text != GOOD and problems_of(text)
        result(f"the runner finds {name}", [] if found else ["it finds nothing"])
    try:
        document.blocks("page", GOOD + "```sh\nopen\n")
        result("the runner finds a block without end", ["it finds nothing"])
    except AssertionError:
        result("the runner finds a block without end", [])


# ---- the documents

def copy(folder):
    """The tree as git would commit it, changes included, in a repository of its own."""
    listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                            cwd=ROOT, capture_output=True, check=True).stdout.decode()
    for name in listed.split("\0"):
        if name and (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    identity = ["-c", "user.name=Test", "-c", "user.email=test@example.com", "-c",
                "commit.gpgsign=false", "-c", "core.autocrlf=false"]
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "Everything"]):
        subprocess.run(["git", *identity, *words], cwd=folder, check=True)


def environment_of(scratch, folder):
    """As a reader has it, with errbind on PATH and a place of its own to install to."""
    environment = {name: value for name, value in os.environ.items() if name not in (
        "MAKEFLAGS", "MFLAGS", "MAKELEVEL", "MAKEOVERRIDES", "BUILD", "CC", "ERRBIND", "SUITES",
        "COLUMNS", "NO_COLOR", "DESTDIR")}
    environment.update(PATH=f"{folder}/build:{os.environ['PATH']}", PREFIX=f"{scratch}/prefix",
                       CFLAGS="-O0", LC_ALL="C.UTF-8", TERM="dumb", MAKEFLAGS="-j2")
    return environment


def main():
    chosen = sys.argv[1:] or DOCUMENTS
    try_the_runner()
    with tempfile.TemporaryDirectory(prefix="errbind-readme-") as scratch:
        scratch = pathlib.Path(scratch).resolve()
        for place, name in enumerate(chosen):
            folder = scratch / str(place) / "errbind"
            copy(folder)
            environment = environment_of(scratch, folder)
            if place:  # as the first document built it
                shutil.copytree(scratch / "0/errbind/build", folder / "build",
                                copy_function=shutil.copy2)
            elif name != "README.md":
                subprocess.run(["make", "-s"], cwd=folder, env=environment, check=True)
            try_document(name, (ROOT / name).read_text(), folder, environment,
                         {language: handle for language in HANDLERS})
    print(f"1..{number}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
