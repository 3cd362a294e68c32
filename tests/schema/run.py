#!/usr/bin/env python3
"""Checks schema/errbind.schema.json and errbind's JSON and SARIF with real validators,
which tests/conformance/toolchains.sh installs. Prints TAP.

Without node or the validators it is skipped, or fails where REQUIRE_VALIDATORS=1.
"""
import os
import pathlib
import shutil
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent


def toolchains():
    cache = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return pathlib.Path(os.environ.get("TOOLCHAINS") or f"{cache}/errbind/toolchains").resolve()


def main():
    node = shutil.which("node")
    missing = None
    if not node:
        missing = "node is not installed"
    elif not (toolchains() / "validators" / "pin").is_file():
        missing = "no validators, run tests/conformance/toolchains.sh validators"
    if missing:
        required = os.environ.get("REQUIRE_VALIDATORS") == "1"
        print(f"not ok 1 - {missing}" if required else f"ok 1 - validators # SKIP {missing}")
        print("1..1")
        return int(required)
    errbind = os.environ.setdefault("ERRBIND", str(ROOT / "build" / "errbind"))
    if not os.access(errbind, os.X_OK):
        print(f"not ok 1 - there is no {errbind}\n1..1")
        return 1
    os.environ["VALIDATORS"] = str(toolchains() / "validators")
    sys.stdout.flush()
    return os.execv(node, [node, str(HERE / "validate.mjs")])


sys.exit(main())
