"""Symbolic links and manifests that lead out of the out folder."""
import contextlib
import os
import random
import shutil
import threading
import time

from harness import (
    MANIFEST, NEXT, ROUNDS, SMALL, STAGING, errbind, expect, files, generated, marks, same, test,
    write, write_project, write_schema)


def outside(work):
    """A folder that nothing may change, with a file of every name that might be written."""
    folder = work / "outside"
    for name in ("0", "1", "manifest", "all.toy", "beta.toy", "deep/beta.toy", "beta/deep/beta.toy",
                 "toy/all.toy", MANIFEST):
        write(folder / name, "outside\n")
    return folder


@test
def links_below_out_are_not_followed(work):
    write_project(work)
    folder = outside(work)
    before = marks(folder)
    for schema in (SMALL, NEXT):
        for place, target in (("toy/all.toy", "all.toy"), ("toy/all.toy", "nowhere"),
                              ("toy", "."), ("toy", "toy"), ("toy/beta", "."),
                              ("toy/beta/deep", "."), ("toy/beta/deep/beta.toy", "beta.toy"),
                              (MANIFEST, MANIFEST), (STAGING, "."), (STAGING, "nowhere")):
            write_schema(work / "schema")
            shutil.rmtree(work / "out", ignore_errors=True)
            errbind(work, "generate")
            link = work / "out" / place
            if link.is_dir():
                shutil.rmtree(link)
            elif link.exists():
                link.unlink()
            link.symlink_to(folder / target)
            write_schema(work / "schema", schema)
            errbind(work, "check", status=None)
            done = errbind(work, "generate", status=None)
            expect(marks(folder) == before, f"{place} -> {target}: something outside was touched")
            expect(link.is_symlink(), f"{place} -> {target}: the link is gone")
            # A link in the place of what is not needed any more is in nobody's way.
            if not (schema is NEXT and "beta" in place) and \
                    not (schema is SMALL and place == STAGING):
                expect(done.returncode == 2 and done.stderr, f"{place} -> {target}", done.stdout)


@test
def a_parent_that_becomes_a_link_is_not_followed(work):
    write_project(work)
    folder = outside(work)
    before = marks(folder)
    deadline = time.time() + 2
    stop = threading.Event()

    def swap():
        while not stop.is_set():
            with contextlib.suppress(OSError):
                os.rename(work / "out/toy", work / "aside")
                os.symlink(folder, work / "out/toy")
            time.sleep(random.random() / 500)
            with contextlib.suppress(OSError):
                os.unlink(work / "out/toy")
                os.rename(work / "aside", work / "out/toy")
            time.sleep(random.random() / 500)

    errbind(work, "generate")
    thread = threading.Thread(target=swap)
    thread.start()
    try:
        runs = 0
        while time.time() < deadline and runs < ROUNDS * 2:
            write_schema(work / "schema", [SMALL, NEXT][runs % 2])
            errbind(work, "generate", status=None, shim="slow:300")
            runs += 1
    finally:
        stop.set()
        thread.join()
    expect(marks(folder) == before, "something outside was touched", files(folder))


@test
def out_itself_may_be_a_link(work):
    write_project(work)
    (work / "elsewhere").mkdir()
    (work / "out").symlink_to("elsewhere")
    errbind(work, "generate")
    expect((work / "out").is_symlink(), "the link is gone")
    same(files(work / "elsewhere"), generated(work), "elsewhere")
    errbind(work, "check")
    for target in ("nowhere", "schema/registry.yaml"):
        (work / "out").unlink()
        (work / "out").symlink_to(target)
        done = errbind(work, "generate", status=2)
        expect("cannot use the folder 'out'" in done.stderr, done.stderr)


@test
def a_manifest_that_leaves_out_is_refused(work):
    write_project(work)
    errbind(work, "generate")
    victim = work / "victim"
    victim.write_text("mine")
    text = (work / "out" / MANIFEST).read_text()
    for line in ("../victim", str(victim), "toy/../../victim", "a//b", "./a", ".", "..", "a/",
                 "x\ty"):
        (work / "out" / MANIFEST).write_text(text + line + "\n")
        for command in ("generate", "check"):
            done = errbind(work, command, status=2)
            expect("manifest': it lists" in done.stderr, line, done.stderr)
        expect(victim.read_text() == "mine", "a file outside is gone")


@test
def a_manifest_with_conflict_marks_heals(work):
    write_project(work)
    errbind(work, "generate")
    path = work / "out" / MANIFEST
    good = path.read_text()
    path.write_text(good.replace("toy/all.toy\n", "<<<<<<< ours\ntoy/all.toy\n=======\n"
                                 "toy/other.toy\n>>>>>>> theirs\n"))
    errbind(work, "check", status=1)
    errbind(work, "generate")
    expect(path.read_text() == good, path.read_text())
    errbind(work, "check")
