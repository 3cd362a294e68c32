#!/usr/bin/python3
"""Checks what the benchmark promises, with bounds that a busy machine does not break.

Time and memory grow no faster than the number of codes, within a domain and over
domains; what Jinja2 makes of the templates has the same bytes; the programs that
`make bench` compares with run. Prints TAP.
"""
import filecmp
import json
import re
import subprocess
import sys

import jinja_generator
import run

GROWTH_BOUND = run.GROWTH_GOAL  # tenfold codes
FLOOR_BOUND = 2.8  # instructions of check over those of the floor


def instructions(words):
    """What a command executes, which does not depend on how busy the machine is."""
    done = subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *words],
                          cwd=run.ROOT, check=True, capture_output=True, text=True)
    return int(re.search(r"Collected : (\d+)", done.stderr)[1])


def growth(command, *shape):
    """Why ten times the codes do not take about ten times as many instructions."""
    small, large = run.Input(1_000, *shape), run.Input(10_000, *shape)
    counts = []
    for registry in (small, large):
        run.remove(run.OUT)
        run.cost(registry.errbind("generate"))
        counts.append(instructions(registry.errbind(command)))
    factor = counts[1] / counts[0]
    print(f"# {small.schema.name} {counts[0]:,}, {large.schema.name} {counts[1]:,}: {factor:.1f} times")
    return [f"{factor:.1f} times as many, more than {GROWTH_BOUND}"] if factor > GROWTH_BOUND else []


def over_the_floor():
    """Why a check takes more instructions than it did."""
    registry = run.Input(run.MIDDLE)
    run.remove(run.OUT)
    run.cost(registry.errbind("generate"))
    floors = instructions(registry.errbind("check")) / instructions(registry.floor)
    print(f"# {floors:.2f} times the instructions of the floor")
    return [f"{floors:.2f} floors, more than {FLOOR_BOUND}"] if floors > FLOOR_BOUND else []


def memory(registry, words):
    """Why a command takes too much memory for its input."""
    peak = run.cost(words).memory
    print(f"# {words[1]}: {peak:,} bytes, {registry.memory_goal:,} allowed")
    return [f"{peak:,} bytes, {registry.memory_goal:,} allowed"] if peak > registry.memory_goal else []


def memory_of_bindings(command):
    registry = run.Input(run.MIDDLE)
    run.remove(run.OUT)
    if command == "check":
        run.cost(registry.errbind("generate"))
    return memory(registry, registry.errbind(command))


def memory_of_lint():
    """As much as check and generate take, for which a hundred thousand codes are slow to write."""
    registry = run.Input(run.LARGE)
    return memory(registry, [run.ERRBIND, "lint", "-q", "--schema", registry.schema])


def files(folder):
    return {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}


def same_as_jinja(schema):
    """Where Jinja2 makes other files of the templates than errbind."""
    theirs = run.WORK / "other"
    for folder in (run.OUT, theirs):
        run.remove(folder)
    subprocess.run([run.ERRBIND, "generate", "-q", "--schema", schema, "--out", run.OUT],
                   check=True, cwd=run.ROOT, stderr=subprocess.DEVNULL)
    subprocess.run([run.HERE / "jinja_generator.py", schema, theirs], check=True)
    ours, others = files(run.OUT), files(theirs)
    ours = {path for path in ours if path.name != ".errbind-manifest"}
    problems = [f"{path} is made by one of them" for path in sorted(ours ^ others)]
    differing = [path for path in sorted(ours & others)
                 if not filecmp.cmp(run.OUT / path, theirs / path, shallow=False)]
    return problems + [f"{path} differs" for path in differing]


def fingerprint():
    """Whether the fingerprint is the digest of the canonical form of what list prints."""
    text = subprocess.run([run.ERRBIND, "list", "--format", "json"],
                          cwd=run.ROOT, check=True, capture_output=True).stdout
    listed = json.loads(text)
    form = run.WORK / "canonical"
    form.write_bytes(jinja_generator.canonical(listed["registry"], listed["version"], listed["codes"]))
    digest = subprocess.run([run.WORK / "digest", form], check=True, capture_output=True, text=True).stdout
    return [] if digest.strip() == listed["fingerprint"] else [f"{listed['fingerprint']}, not {digest}"]


def tables():
    """Whether make bench prints its tables."""
    done = subprocess.run([run.HERE / "run.py", "--sizes", "170", "--pairs", "1"],
                          capture_output=True, text=True)
    wanted = ["generate, new, 170 codes", "generate, unchanged, 170 codes", "check, 170 codes",
              "this repository's registry", "PyYAML"]
    missing = [f"there is no row of {row}" for row in wanted if row not in done.stdout]
    return missing + ([f"status {done.returncode}", done.stderr] if done.returncode else [])


def main():
    own, strings = run.ROOT / "schema", run.Input(170, 2, "--strings").schema
    checks = [
        ("generate: time over domains", lambda: growth("generate")),
        ("check: time within a domain", lambda: growth("check", 1)),
        ("generate: time within a domain of strings", lambda: growth("generate", 1, "--strings")),
        ("check: instructions over the floor", over_the_floor),
        ("generate: memory", lambda: memory_of_bindings("generate")),
        ("check: memory", lambda: memory_of_bindings("check")),
        ("lint: memory of 100,000 codes", memory_of_lint),
        ("Jinja2 makes the same bindings of this repository's registry", lambda: same_as_jinja(own)),
        ("Jinja2 makes the same bindings of string codes", lambda: same_as_jinja(strings)),
        ("the fingerprint is the digest of the canonical form", fingerprint),
        ("make bench prints its tables", tables),
    ]
    failed = False
    for number, (name, check) in enumerate(checks, 1):
        problems = check()
        failed = failed or bool(problems)
        print(f"{'not ok' if problems else 'ok'} {number} - {name}")
        for line in problems:
            print(f"# {line}")
    print(f"1..{len(checks)}")
    return failed


sys.exit(main())
