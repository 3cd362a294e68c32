#!/usr/bin/env python3
"""Checks `errbind diff git:REVISION`: revisions of a repository made for it, named from
several folders, and what is said where there is none. Prints TAP."""
import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
ERRBIND = os.environ.get("ERRBIND", str(ROOT / "build" / "errbind"))
ENVIRONMENT = {
    **{key: value for key, value in os.environ.items() if not key.startswith("GIT_")},
    "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C.UTF-8",
}
FINE, FINDINGS, TROUBLE = 0, 1, 2


def git(folder, *words):
    identity = ["-c", "user.name=Test", "-c", "user.email=test@example.com"]
    subprocess.run(["git", *identity, *words], cwd=folder, env=ENVIRONMENT, check=True,
                   capture_output=True)


def make_repository(folder):
    """A repository whose tag `first` has the registry in old and whose HEAD has that in new."""
    folder.mkdir()
    git(folder, "init", "-q")
    for side, tag in (("old", "first"), ("new", "second")):
        registry = folder / "sub" / "schema"
        registry.mkdir(parents=True, exist_ok=True)
        for path in (HERE / side).iterdir():
            (registry / path.name).write_bytes(path.read_bytes())
        # The same file under another path, which has to be found in a revision, too.
        file = registry / "registry.yaml"
        file.write_text(file.read_text().replace("conditions: cond", "conditions: .//./cond"))
        git(folder, "add", "-A")
        git(folder, "commit", "-q", "-m", side)
        git(folder, "tag", tag)


def diff(folder, *words):
    done = subprocess.run([ERRBIND, "diff", *words, "--templates", ROOT / "templates"], cwd=folder,
                          env=ENVIRONMENT, capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout, done.stderr


def checks(repository, elsewhere):
    """(name, where, arguments, status, what is on stdout or stderr)"""
    sub, inside = repository / "sub", repository / "sub" / "schema"
    schema, changes = str(inside), "4 breaking"
    return [
        ("two revisions", sub, ["git:first", "git:second"], FINDINGS, changes),
        ("a revision and a folder", sub, ["git:first", "schema"], FINDINGS, changes),
        ("the same revision twice", sub, ["git:HEAD", "git:HEAD"], FINE, "no changes"),
        ("a revision and what it holds", sub, ["git:HEAD", "schema"], FINE, "no changes"),
        ("from the top folder", repository, ["git:first", "git:HEAD~0", "--schema", "sub/schema"],
         FINDINGS, changes),
        ("from below", inside, ["git:first", ".", "--schema", "."], FINDINGS, changes),
        ("from beside", inside, ["git:first", ".", "--schema", "../schema"], FINDINGS, changes),
        ("from elsewhere", elsewhere, ["git:first", schema, "--schema", schema], FINDINGS,
         changes),
        ("a place in a revision", sub, ["git:second", "git:first"], FINDINGS,
         "git:first:schema/registry.yaml:3:10: error: "),
        ("an unknown revision", sub, ["git:third", "schema"], TROUBLE,
         "cannot read 'git:third': there is no revision 'third'"),
        ("no revision", sub, ["git:", "schema"], TROUBLE, "there is no revision ''"),
        ("an option as a revision", sub, ["git:--all", "schema"], TROUBLE,
         "there is no revision '--all'"),
        ("an option behind a revision", sub, ["git:first --all", "schema"], TROUBLE,
         "there is no revision 'first --all'"),
        ("a command as a revision", sub, ["git:$(touch x)", "schema"], TROUBLE,
         "there is no revision '$(touch x)'"),
        ("a blob as a revision", sub, ["git:first:sub", "schema"], TROUBLE,
         "there is no revision 'first:sub'"),
        ("a folder that the revision has not", repository, ["git:first", "sub/schema"], TROUBLE,
         "revision 'first' has no folder 'schema'"),
        ("outside of a repository", elsewhere, ["git:first", schema], TROUBLE,
         "not a git repository"),
    ]


def main():
    failed = 0
    with tempfile.TemporaryDirectory(prefix="errbind-") as scratch:
        repository = pathlib.Path(scratch, "repository")
        elsewhere = pathlib.Path(scratch, "elsewhere")
        make_repository(repository)
        elsewhere.mkdir()
        cases = checks(repository, elsewhere)
        for number, (name, folder, arguments, status, text) in enumerate(cases, 1):
            result = diff(folder, *arguments)
            good = result[0] == status and text in result[1] + result[2]
            failed += not good
            print(f"{'ok' if good else 'not ok'} {number} - {name}")
            if not good:
                lines = (result[1] + result[2]).splitlines()[:20]
                print(f"# status {result[0]}", *lines, sep="\n# ")
        print(f"1..{len(cases)}")
    return 1 if failed else 0


sys.exit(main())
