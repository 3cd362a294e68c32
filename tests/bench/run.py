#!/usr/bin/python3
"""Measures what errbind costs over the least that any reader of the registry must do.

The floor is a bare loop over libyaml's events of the same files (floor.c). A command
and the floor run in turn, and a ratio is the median of those of the pairs, so that a
machine which is now fast and now slow does little harm. Costs are CPU time, user and
system, and peak memory. Prints a Markdown table with every goal beside what was
measured.
"""
import argparse
import os
import pathlib
import shutil
import statistics
import subprocess
import sys

import jinja_generator

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
BUILD = pathlib.Path(os.environ.get("BUILD", ROOT / "build")).resolve()
ERRBIND = os.environ.get("ERRBIND", str(BUILD / "errbind"))
WORK = BUILD / "bench"
OUT = WORK / "out"
FLATC = "--kotlin --swift --dart --ts --cpp".split()

MIDDLE, LARGE = 10_000, 100_000
GOALS = {"generate, new": 1.4, "generate, unchanged": 1.3, "check": 1.3}  # over the floor
GROWTH_GOAL = 10.5  # of tenfold codes
MEMORY_FACTOR, MEMORY_BASE = 4, 8 << 20  # of the input's bytes
OWN_GOAL = 5.0  # milliseconds over an empty process


class Cost:
    """CPU time in milliseconds, peak memory in bytes."""

    def __init__(self, cpu, memory):
        self.cpu, self.memory = cpu, memory


def cost(command):
    """Runs a command, which must succeed."""
    report = WORK / "report"
    done = subprocess.run([WORK / "measure", report, *command], capture_output=True, cwd=ROOT)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}: status {done.returncode}\n{done.stderr.decode()}")
    microseconds, memory = map(int, report.read_text().split())
    return Cost(microseconds / 1000, memory)


def remove(path):
    shutil.rmtree(path, ignore_errors=True)


class Comparison:
    """Medians of a command and of what it is compared with, which ran in turn."""

    def __init__(self, base, command, pairs, prepare=None):
        bases, costs = [], []
        for number in range(pairs + 1):  # the first pair warms the caches
            one = cost(base)
            if prepare:
                prepare()
            other = cost(command)
            if number > 0:
                bases.append(one)
                costs.append(other)
        self.cpu = statistics.median(one.cpu for one in costs)
        self.base = statistics.median(one.cpu for one in bases)
        self.over = statistics.median(one.cpu - base.cpu for one, base in zip(costs, bases))
        self.ratio = statistics.median(one.cpu / max(base.cpu, 0.001) for one, base in zip(costs, bases))
        self.memory = max(one.memory for one in costs)


class Input:
    """A synthetic registry and what runs on it."""

    def __init__(self, codes, *shape):
        self.codes = codes
        self.schema = WORK / "-".join(["registry", str(codes), *map(str, shape)])
        subprocess.run([HERE / "synthesize.py", self.schema, str(codes), *map(str, shape)], check=True)
        self.files = sorted(self.schema.rglob("*.yaml"))
        self.size = sum(path.stat().st_size for path in self.files)
        self.floor = [WORK / "floor", *self.files]
        self.memory_goal = MEMORY_FACTOR * self.size + MEMORY_BASE

    def errbind(self, command, out=OUT):
        return [ERRBIND, command, "-q", "--schema", self.schema, "--out", out]


def table(columns, rows):
    print("| " + " | ".join(columns) + " |")
    print("|" + "|".join("---" if number == 0 else "--:" for number, _ in enumerate(columns)) + "|")
    for row in rows:
        print("| " + " | ".join(row) + " |")
    print()


def milliseconds(value):
    return f"{value:.1f} ms" if value < 100 else f"{value:,.0f} ms"


def mebibytes(value):
    return f"{value / (1 << 20):.1f} MiB"


def met(value, goal):
    return "met" if value <= goal else "missed"


def measure_commands(registry, pairs):
    """A row for each command; the costs by command."""
    rows, found = [], {}
    for name, goal in GOALS.items():
        fresh = name == "generate, new"
        if not fresh:
            cost(registry.errbind("generate"))
        one = Comparison(registry.floor, registry.errbind(name.split(",")[0]), pairs,
                         (lambda: remove(OUT)) if fresh else None)
        found[name] = one
        row = [f"{name}, {registry.codes:,} codes", milliseconds(one.base), milliseconds(one.cpu),
               f"{one.ratio:.2f}"]
        row += [f"{goal}", met(one.ratio, goal)] if registry.codes == MIDDLE else ["", ""]
        row += [mebibytes(one.memory), mebibytes(registry.memory_goal), met(one.memory, registry.memory_goal)]
        rows.append(row)
    return rows, found


def measure_own(pairs):
    """The repository's own registry, over a process that does nothing."""
    one = Comparison([WORK / "floor"], [ERRBIND, "--version"], max(pairs, 7))
    rows = [["start alone (--version), over an empty process", milliseconds(one.over), "", ""]]
    remove(OUT)
    cost([ERRBIND, "generate", "-q", "--out", OUT])
    for command in ("generate", "check"):
        one = Comparison([WORK / "floor"], [ERRBIND, command, "-q", "--out", OUT], max(pairs, 7))
        rows.append([f"{command}, this repository's registry, over an empty process",
                     milliseconds(one.over), milliseconds(OWN_GOAL), met(one.over, OWN_GOAL)])
    return rows


def measure_growth(costs):
    rows = []
    for name in GOALS if MIDDLE in costs and LARGE in costs else ():
        growth = costs[LARGE][name].cpu / costs[MIDDLE][name].cpu
        rows.append([f"{name}, CPU time of {LARGE:,} codes over {MIDDLE:,}", f"{growth:.1f}",
                     f"{GROWTH_GOAL}", met(growth, GROWTH_GOAL)])
    return rows


def canonical_form(registry):
    path = WORK / "canonical"
    data, _, _ = jinja_generator.registry_data(registry.schema)
    codes = [jinja_generator.listed(code, domain) for domain in data["domains"] for code in domain["codes"]]
    path.write_bytes(jinja_generator.canonical(data["name"], data["version"], codes))
    return path


def measure_references(registry, pairs):
    """What parts of the work cost where nothing else is done."""
    remove(OUT)
    cost(registry.errbind("generate"))
    copy = WORK / "copy"
    references = {
        "read the input (cat)": (["cat", *registry.files], None),
        "SHA-256 of the canonical form (libmd)": ([WORK / "digest", canonical_form(registry)], None),
        "read the bindings (find and cat)": (["find", OUT, "-type", "f", "-exec", "cat", "{}", "+"], None),
        "stat the bindings (find)": (["find", OUT, "-type", "f", "-size", "-1"], None),
        "write the bindings (cp -r)": (["cp", "-r", OUT, copy], lambda: remove(copy)),
    }
    return [compared(name, registry, command, pairs, prepare)
            for name, (command, prepare) in references.items()]


def compared(name, registry, command, pairs, prepare=None):
    one = Comparison(registry.floor, command, pairs, prepare)
    return [f"{name}, {registry.codes:,} codes", milliseconds(one.base), milliseconds(one.cpu),
            f"{one.ratio:.2f}", mebibytes(one.memory)]


def measure_others(registry, pairs):
    """Other generators on the same codes."""
    other = WORK / "other"
    loader = "PyYAML with libyaml" if jinja_generator.Loader.__name__ == "CBaseLoader" else "PyYAML"
    rows = [compared(f"{loader} and Jinja2, the same files", registry,
                     [HERE / "jinja_generator.py", registry.schema, other],
                     pairs, lambda: remove(other))]
    if shutil.which("flatc"):
        enums = WORK / "codes.fbs"
        subprocess.run([HERE / "flatbuffers.py", registry.schema, enums], check=True)
        rows.append(compared(f"flatc {' '.join(FLATC)}, enums alone", registry,
                             ["flatc", *FLATC, "-o", other, enums], pairs, lambda: remove(other)))
    else:
        print("flatc is not installed (Debian: flatbuffers-compiler): left out\n")
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default=f"170,{MIDDLE},{LARGE}",
                        help="numbers of codes (default: %(default)s)")
    parser.add_argument("--pairs", type=int, default=7, help="measured pairs of a row (default: %(default)s)")
    parser.add_argument("--alone", action="store_true", help="without the other generators")
    parser.add_argument("--quick", action="store_true", help="one pair, no more than 10,000 codes, alone")
    options = parser.parse_args()
    sizes = [int(size) for size in options.sizes.split(",")]
    pairs = options.pairs
    if options.quick:
        sizes, pairs, options.alone = [size for size in sizes if size <= MIDDLE], 1, True

    rows, costs, references, others = [], {}, [], []
    for registry in map(Input, sizes):
        more, costs[registry.codes] = measure_commands(registry, pairs)
        rows += more
        if registry.codes <= MIDDLE and not options.alone:
            others += measure_others(registry, min(pairs, 3))
        if registry.codes == MIDDLE:
            references = measure_references(registry, pairs)
    table(["errbind", "floor", "CPU time", "over the floor", "goal", "", "memory", "goal", ""], rows)
    table(["", "measured", "goal", ""], measure_growth(costs) + measure_own(pairs))
    table(["for reference", "floor", "CPU time", "over the floor", "memory"], references + others)
    for folder in (OUT, WORK / "copy", WORK / "other"):
        remove(folder)


if __name__ == "__main__":
    main()
