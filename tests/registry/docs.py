#!/usr/bin/env python3
"""Checks that what templates/README.md shows is so: the data it prints, and that the
first target it describes generates. Prints TAP. UPDATE=1 writes the data anew."""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
ERRBIND = os.environ.get("ERRBIND", str(ROOT / "build" / "errbind"))
PAGE = ROOT / "templates" / "README.md"
DOMAIN = "private_id_http"


def errbind(*arguments):
    return subprocess.run([ERRBIND, *arguments], cwd=ROOT, capture_output=True, text=True)


def shown_data():
    """The `domain` of the printed context, as lines of the page."""
    lines = errbind("render", "--print-context", DOMAIN).stdout.splitlines()
    start = lines.index('  "domain": {')
    return "{\n" + "\n".join(lines[start:]) + "\n"


def check_data():
    text = PAGE.read_text()
    pattern = re.compile(r"(<!-- printed by: .*? -->\n```json\n)(.*?)(```\n)", re.DOTALL)
    data = shown_data()
    json.loads(data)
    if os.environ.get("UPDATE") == "1":
        text = pattern.sub(lambda match: match[1] + data + match[3], text)
        PAGE.write_text(text)
    shown = pattern.search(text)[2]
    return [] if shown == data else ["the data in templates/README.md is not what is printed"]


def check_target():
    """The blocks that follow the file names, written to those files, make a target."""
    blocks = re.findall(r"`templates/(ini/[^`]*)`:\n\n```\w+\n(.*?)```\n", PAGE.read_text(), re.DOTALL)
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        for name, text in blocks:
            path = folder / "templates" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        done = errbind("generate", "--target", "ini", "--templates", str(folder / "templates"),
                       "--out", str(folder / "out"))
        written = folder / "out" / "ini" / "keyless.ini"
        if done.returncode or not written.exists():
            return done.stderr.splitlines() + ["no keyless.ini was written"]
        return [] if "[face-not-matching]\ncode = 30004\n" in written.read_text() else ["wrong text"]


def main():
    failed = 0
    checks = {"the data of templates/README.md": check_data, "its first target": check_target}
    for number, (name, check) in enumerate(checks.items(), 1):
        problems = check()
        failed += bool(problems)
        print(f"{'not ok' if problems else 'ok'} {number} - {name}")
        for line in problems:
            print(f"# {line}")
    print(f"1..{len(checks)}")
    return 1 if failed else 0


sys.exit(main())
