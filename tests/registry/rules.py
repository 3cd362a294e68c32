#!/usr/bin/env python3
"""Checks that every rule of a diagnostic is documented in the man page and shown by a
golden or template case, and so is every change of `errbind diff`. Prints TAP."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
# These need what a golden case cannot set up; where they are tested instead.
ELSEWHERE = {
    "output": "tests/output",
    "stale-file": "tests/output",
    "line-ends": "tests/output",
    "unlisted-file": "tests/output",
}


def rules_in_sources():
    """The ids that are passed to diag_error and the like, or stand in their tables."""
    words = set()
    for path in (ROOT / "generator").glob("*.c"):
        words.update(re.findall(r'"([a-z]+(?:-[a-z]+)*)"', path.read_text()))
    return words


def rules_in_manual(section="DIAGNOSTICS", end=None):
    text = (ROOT / "generator" / "errbind.1").read_text()
    text = text[text.index(f".Sh {section}"):text.index(end) if end else None]
    return {word for line in re.findall(r"^\.It (.*)", text, re.MULTILINE) for word in line.split(" , ")}


def rules_shown():
    """Rules in brackets at the end of a line of an expected text."""
    shown = set()
    for pattern in ("golden/*/stderr", "golden/*/stdout", "templates/**/*.err"):
        for path in (ROOT / "tests").glob(pattern):
            text = path.read_text(errors="replace")
            shown.update(re.findall(r"(?:error|warning): .*\[([a-z]+(?:-[a-z]+)*)\]$", text, re.MULTILINE))
    return shown


def changes():
    """The changes of a registry as targets call them, and the rules they are shown as."""
    text = (ROOT / "generator" / "verdict.h").read_text()
    return dict(re.findall(r'X\([A-Z_]+, "([a-z-]+)", "([a-z-]+)"', text))


def changes_shown():
    shown = set()
    for path in (ROOT / "tests" / "golden").glob("diff-*/stdout"):
        shown.update(re.findall(r"^  (?:breaking|risky|safe) .*\[([a-z-]+)\]$", path.read_text(), re.MULTILINE))
    return shown


def main():
    listed = rules_in_manual("CHANGES", ".Ss Versions") - {"breaking", "risky", "safe"}
    manual, shown, words = rules_in_manual(), rules_shown(), rules_in_sources()
    checks = {
        "every rule that is shown is in the man page": sorted(shown - manual),
        "every rule of the man page is in the program": sorted(manual - words),
        "every rule of the man page is shown by a case": sorted(manual - shown - set(ELSEWHERE)),
        "every change is in the man page, and no other": sorted(listed ^ set(changes())),
        "every change is shown by a case": sorted(set(changes().values()) ^ changes_shown()),
    }
    for number, (name, missing) in enumerate(checks.items(), 1):
        print(f"{'not ok' if missing else 'ok'} {number} - {name}")
        if missing:
            print("# " + " ".join(missing))
    print(f"1..{len(checks)}")
    return 1 if any(checks.values()) else 0


sys.exit(main())
