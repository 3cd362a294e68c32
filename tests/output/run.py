#!/usr/bin/env python3
"""What errbind does to the disk: generate in every kind of trouble, check on every kind of drift.

A small project is generated again and again: killed at each of its changes of the disk, with each
of them failing, by many at once, through symbolic links, on full and on read-only disks; and what
is left is compared with what it was before and what it should be. Output is TAP.

  ERRBIND   the command (default: build/errbind of this repository)
  ROUNDS    how often the tests that try their luck do so (default 20)
  SEED      what their luck is (default: another one each time; a failure says which)

Arguments name tests, by a part of their names; without any, all are run. What needs another system
or more rights is skipped, by name. Python 3 standard library only.
"""
import os
import pathlib
import random
import subprocess
import sys
import time

sys.dont_write_bytecode = True
import harness
import places, links, trouble, together, disks, check, options, same_bytes  # in this order

SEED = int(os.environ.get("SEED") or time.time())


def run_test(number, function):
    name = function.__name__.replace("_", " ").strip()
    work = pathlib.Path(harness.SCRATCH, str(number))
    work.mkdir()
    try:
        function(work)
        print(f"ok {number} - {name}")
    except harness.Skip as reason:
        print(f"ok {number} - {name} # SKIP {reason}")
    except (AssertionError, OSError, subprocess.SubprocessError, ValueError, KeyError,
            IndexError) as problem:
        print(f"not ok {number} - {name}")
        text = str(problem) if isinstance(problem, AssertionError) else repr(problem)
        for line in text.splitlines()[:40]:
            print(f"# {line}")
        return 1
    finally:
        sys.stdout.flush()
        os.chdir(harness.ROOT)
    return 0


def main():
    chosen = [function for function in harness.TESTS if not sys.argv[1:] or
              any(word in function.__name__.replace("_", " ") for word in sys.argv[1:])]
    random.seed(SEED)
    failed = sum(run_test(number, function) for number, function in enumerate(chosen, 1))
    if failed:
        print(f"# SEED={SEED}")
    print(f"1..{len(chosen)}")
    return 1 if failed else 0


sys.exit(main())
