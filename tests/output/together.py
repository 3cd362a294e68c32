"""Several runs at once."""
import contextlib
import fcntl
import os
import random
import shutil
import subprocess
import time

from harness import (
    ERRBIND, NEXT, ROUNDS, SMALL, STAGING, environment, errbind, expect, files, generated, same,
    test, write_project, write_schema, write_target)


def all_at_once(work, schemas, shim):
    processes = [subprocess.Popen([ERRBIND, "generate", "--schema", schema], cwd=work, text=True,
                                  env=environment(shim), stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE) for schema in schemas]
    for process in processes:
        stdout, stderr = process.communicate(timeout=60)
        expect(process.returncode == 0, stdout, stderr)


@test
def many_at_once_with_the_same_inputs(work):
    write_project(work)
    tree = generated(work)
    for turn in range(ROUNDS // 4 + 1):
        shutil.rmtree(work / "out", ignore_errors=True)
        all_at_once(work, ["schema"] * 6, f"slow:{turn * 200}")
        same(files(work / "out"), tree)


@test
def many_at_once_with_different_inputs(work):
    write_project(work)
    # As many files in each, so that the manifests are the same in two of them.
    variants = {"schema": SMALL, "next": NEXT,
                "titles": {**SMALL, "beta": {"beta": ["Vier"]},
                           "acme": {"acme_face": ["Eins", "Two"], "acme_voice": ["Drei"]}}}
    for name, vendors in variants.items():
        write_schema(work / name, vendors)
    trees = [generated(work, name) for name in variants]
    for turn in range(ROUNDS // 2 + 1):
        if turn % 3 == 0:
            shutil.rmtree(work / "out", ignore_errors=True)
        names = list(variants) * 2
        random.shuffle(names)
        all_at_once(work, names, f"slow:{turn * 100}")
        found = files(work / "out")
        expect(found in trees, "the files of two runs are mixed", sorted(found))


@test
def targets_at_once_do_not_delete_each_other(work):
    names = ["toy", "doll", "ball", "kite"]
    write_schema(work / "schema", SMALL, names)
    for name in names:
        write_target(work / "templates", name)
    tree = generated(work)
    for turn in range(ROUNDS // 4 + 1):
        shutil.rmtree(work / "out", ignore_errors=True)
        processes = [subprocess.Popen([ERRBIND, "generate", "-q", "--target", name], cwd=work,
                                      env=environment(f"slow:{turn * 100}")) for name in names]
        for process in processes:
            expect(process.wait(timeout=60) == 0, "a run failed")
        same(files(work / "out"), tree)


@contextlib.contextmanager
def locked(folder):
    opened = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX)
        yield
    finally:
        os.close(opened)


def waits(process):
    try:
        process.wait(timeout=0.3)
        return False
    except subprocess.TimeoutExpired:
        return True


@test
def a_second_run_waits_and_readers_do_not(work):
    write_project(work)
    (work / "out").mkdir()
    with locked(work / "out"):
        process = subprocess.Popen([ERRBIND, "generate", "-q"], cwd=work)
        expect(waits(process), "it did not wait")
        errbind(work, "check", status=1)
        errbind(work, "generate", "--dry-run")
        errbind(work, "generate", "--list-outputs")
        expect(os.listdir(work / "out") == [], os.listdir(work / "out"))
    expect(process.wait(timeout=60) == 0, "it failed")
    same(files(work / "out"), generated(work))


@test
def a_run_goes_on_when_the_one_before_removed_the_folder(work):
    write_project(work)
    (work / "out").mkdir()
    with locked(work / "out"):
        process = subprocess.Popen([ERRBIND, "generate", "-q"], cwd=work)
        expect(waits(process), "it did not wait")
        (work / "out").rmdir()
    expect(process.wait(timeout=60) == 0, "it failed")
    same(files(work / "out"), generated(work))


@test
def a_run_goes_on_when_the_one_before_was_killed(work):
    write_project(work)
    first = subprocess.Popen([ERRBIND, "generate", "-q"], cwd=work, env=environment("slow:300000"))
    while not (work / "out" / STAGING).exists():
        expect(first.poll() is None, "it was too fast")
        time.sleep(0.01)
    second = subprocess.Popen([ERRBIND, "generate", "-q"], cwd=work)
    expect(waits(second), "it did not wait")
    first.kill()
    first.wait()
    expect(second.wait(timeout=60) == 0, "it failed")
    same(files(work / "out"), generated(work))
