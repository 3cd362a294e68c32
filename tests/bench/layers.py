#!/usr/bin/env python3
"""Where the instructions go, by layer: layers.py [new|unchanged|check] [CODES]

Runs errbind under valgrind's callgrind on a synthetic registry (by default check, of
10,000 codes; "new" and "unchanged" are generate into an empty and into an up-to-date
folder), and prints a Markdown table of the instructions by layer and module, with
libraries by their names. The layers are those of tests/registry/style.sh. A file
counts with what is inlined from its headers into others; what a layer calls of the C
library stands under that. Below, the floor (floor.c), counted in the same way.

  layers.py --file CALLGRIND.OUT...    prints the table of files that callgrind wrote
"""
import collections
import pathlib
import re
import subprocess
import sys

import run

STYLE = run.ROOT / "tests" / "registry" / "style.sh"
LEAST = 0.005  # of all instructions; modules below are not shown alone
LINE = re.compile(r"^\s*([\d,]+)\s+(?:\([^)]*\)\s+)?(\S+?):(\S+)(?:.*\[(\S+)\])?")


def layers():
    """Layers in their order, each the list of its modules."""
    text = re.search(r'^layers="(.*?)"', STYLE.read_text(), re.M | re.S)[1]
    return [line.split() for line in text.splitlines()]


def module_of(stem, rows):
    """The layer and the module that a source file belongs to: the longest that fits."""
    fits = [(len(module), number, module) for number, row in enumerate(rows) for module in row
            if stem == module or stem.startswith(module + "_")]
    return max(fits)[1:] if fits else None


def costs(path):
    """Instructions by layer and module, or by library, of a file that callgrind wrote."""
    rows, found = layers(), collections.Counter()
    text = subprocess.run(["callgrind_annotate", "--threshold=100", "--auto=no", "--show-percs=no", path],
                          check=True, capture_output=True, text=True).stdout
    for line in text.splitlines():
        match = LINE.match(line)
        if not match or match[2] == "PROGRAM":
            continue
        file = pathlib.PurePath(match[2])
        place = module_of(file.stem, rows) if "generator" in file.parts else None
        library = pathlib.PurePath(match[4] or "?").name.split(".so")[0]
        found[place or library] += int(match[1].replace(",", ""))
    return found


def profile(name, command):
    path = run.WORK / f"callgrind.{name}"
    subprocess.run(["valgrind", "--tool=callgrind", f"--callgrind-out-file={path}", *command],
                   check=True, capture_output=True, cwd=run.ROOT)
    return path


def millions(count):
    return f"{count / 1e6:,.1f}"


def print_table(found):
    total = sum(found.values())
    rows = []
    for number, modules in enumerate(layers()):
        members = {place[1]: count for place, count in found.items()
                   if isinstance(place, tuple) and place[0] == number}
        if members:
            shown = sorted(members.items(), key=lambda item: -item[1])
            details = ", ".join(f"{module} {millions(count)}" for module, count in shown
                                if count >= LEAST * total)
            rows.append([f"{modules[0]} … {modules[-1]}", details, sum(members.values())])
    rows += [[place, "", count] for place, count in found.most_common()
             if isinstance(place, str) and count >= LEAST * total]
    rest = total - sum(row[2] for row in rows)
    rows += [["others", "", rest], ["all", "", total]]
    run.table(["layer or library", "million instructions", "sum", "share"],
              [[name, details, millions(count), f"{100 * count / total:.1f} %"]
               for name, details, count in rows])


def main():
    arguments = sys.argv[1:]
    if "--help" in arguments or "-h" in arguments:
        print(__doc__)
        return 0
    if arguments[:1] == ["--file"]:
        for path in arguments[1:]:
            print_table(costs(path))
        return 0
    kind = arguments[0] if arguments else "check"
    if kind not in ("new", "unchanged", "check"):
        print(f"layers.py: there is no {kind}; see --help", file=sys.stderr)
        return 2
    registry = run.Input(int(arguments[1]) if len(arguments) > 1 else run.MIDDLE)
    run.remove(run.OUT)
    if kind != "new":
        run.cost(registry.errbind("generate"))
    found = costs(profile(kind, registry.errbind("check" if kind == "check" else "generate")))
    floor = sum(costs(profile("floor", registry.floor)).values())
    print_table(found)
    total = sum(found.values())
    print(f"The floor takes {millions(floor)} million instructions, errbind {total / floor:.2f} times as many.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
