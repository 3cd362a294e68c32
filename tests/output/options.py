"""Options of `generate`: lists, dry runs, parts of a registry, rules for Make and Ninja."""
import os
import re
import shutil
import subprocess
import time

from harness import (
    ERRBIND, MANIFEST, NEXT, SMALL, Skip, errbind, expect, files, generated, marks, same, test,
    write, write_project, write_schema, write_target)


@test
def lists_are_complete(work):
    write_project(work)
    log = work / "log"
    done = errbind(work, "generate", "--list-inputs", log=log)
    read = [line[5:] for line in log.read_text().splitlines() if line.startswith("read ")]
    expect(sorted(done.stdout.splitlines()) == sorted(read), done.stdout, *read)
    expect(not (work / "out").exists(), "something was written")
    done = errbind(work, "generate", "--list-outputs", "--out", "build/x//")
    errbind(work, "generate", "--out", "build/x")
    wanted = {f"build/x/{name}" for name in files(work / "build/x")} - {f"build/x/{MANIFEST}"}
    expect(set(done.stdout.splitlines()) == wanted, done.stdout)
    done = errbind(work, "generate", "--list-inputs", "--list-outputs")
    expect(len(done.stdout.splitlines()) == len(read) + 6, done.stdout)


@test
def a_dry_run_says_what_a_run_does(work):
    write_project(work)
    trees = {"schema": generated(work)}
    write_schema(work / "next", NEXT)
    trees["next"] = generated(work, "next")
    for schema in ("schema", "schema", "next", "schema"):
        before = files(work)
        dry = errbind(work, "generate", "--schema", schema, "-n")
        expect(files(work) == before, "something was written")
        done = errbind(work, "generate", "--schema", schema)
        expect(dry.stdout == done.stdout.replace("\n", " (dry run)\n"), dry.stdout, done.stdout)
        same(files(work / "out"), trees[schema])
    (work / "out/toy/all.toy").unlink()
    (work / "out/toy/all.toy").mkdir()
    errbind(work, "generate", "-n", status=2)


@test
def one_target_leaves_the_others(work):
    write_schema(work / "schema", SMALL, ("toy", "doll"))
    for name in ("toy", "doll"):
        write_target(work / "templates", name)
    tree = generated(work)
    errbind(work, "generate", "--target", "doll")
    errbind(work, "check", "--target", "doll")
    errbind(work, "check", status=1)
    expect(not any(name.startswith("toy") for name in files(work / "out")), "toy was made")
    errbind(work, "generate", "--target", "toy")
    same(files(work / "out"), tree)
    write_schema(work / "schema", NEXT, ("toy", "doll"))
    before = marks(work / "out/doll")
    errbind(work, "generate", "--target", "toy")
    expect(marks(work / "out/doll") == before, "doll was touched")
    errbind(work, "check", "--target", "toy")
    errbind(work, "generate")
    same(files(work / "out"), generated(work))


@test
def one_vendor_makes_what_a_registry_of_it_alone_would(work):
    write_project(work)
    for vendor in SMALL:
        write_schema(work / "alone", {vendor: SMALL[vendor]})
        tree = generated(work, "alone")
        errbind(work, "generate", "--vendor", vendor)
        same(files(work / "out"), tree)
        errbind(work, "check", "--vendor", vendor)
        errbind(work, "check", status=1)
    errbind(work, "generate")
    done = errbind(work, "generate", "--vendor", "acme")
    expect(done.stdout == "out: 1 written, 3 unchanged, 2 deleted\n", done.stdout)
    errbind(work, "generate", "--vendor", "beta,acme")
    same(files(work / "out"), generated(work))
    write_schema(work / "alone", {"beta": SMALL["beta"], "gamma": NEXT["gamma"]})
    write_schema(work / "schema", {**SMALL, "gamma": NEXT["gamma"]})
    errbind(work, "generate", "--vendor", "gamma", "--vendor", "beta")
    same(files(work / "out"), generated(work, "alone"))
    write_schema(work / "schema")
    done = errbind(work, "generate", "--vendor", "amce", status=2)
    expect("no vendor 'amce'; did you mean 'acme'?" in done.stderr, done.stderr)


@test
def make_reads_the_depfile(work):
    """Also with names that mean something to Make; and Ninja, where it is there."""
    make = shutil.which("make")
    if not make:
        raise Skip("no make")
    for name in ("plain", "with space", "a#b", "$dollar"):
        folder = work / name
        write_project(folder)
        shutil.move(folder / "schema", folder / name)
        errbind(folder, "generate", "--schema", name, "--stamp", "marks/stamp",
                "--depfile", "marks/stamp.d")
        write(folder / "Makefile", "all: marks/stamp\ninclude marks/stamp.d\n"
              "marks/stamp:\n\t@echo again; touch $@\n")
        inputs = errbind(folder, "generate", "--schema", name, "--list-inputs").stdout.splitlines()
        expect(len(inputs) == 8, inputs)

        def made(what):
            done = subprocess.run([make], cwd=folder, text=True, capture_output=True, check=False)
            expect(done.returncode == 0, name, done.stderr)
            expect(("again" in done.stdout) == what, name, what, done.stdout)

        made(False)
        for path in inputs:
            os.utime(folder / path, (time.time() + 5, time.time() + 5))
            made(True)
            os.utime(folder / path, (1, 1))
            made(False)
        (folder / inputs[-1]).unlink()
        made(True)


@test
def ninja_reads_the_depfile(work):
    ninja = shutil.which("ninja")
    if not ninja:
        raise Skip("no ninja")
    write_project(work)
    outputs = errbind(work, "generate", "--list-outputs").stdout.split()
    for targets, option in ((" ".join(outputs), ""), ("stamp | " + " ".join(outputs),
                                                      "--stamp stamp")):
        shutil.rmtree(work / "out", ignore_errors=True)
        (work / ".ninja_log").unlink(missing_ok=True)
        write(work / "build.ninja", f"rule errbind\n  command = '{ERRBIND}' generate --depfile dep "
              f"{option}\n  depfile = dep\n  restat = 1\n"
              f"rule copy\n  command = cp $in $out\n"
              f"build {targets}: errbind\nbuild copy: copy out/toy/vendors/beta.toy\n")

        def built():
            done = subprocess.run([ninja, "-v"], cwd=work, text=True, capture_output=True,
                                  check=False)
            expect(done.returncode == 0, done.stdout, done.stderr)
            return re.findall(r"^\[.*\] .*?(generate|cp)", done.stdout, re.M)

        expect(built() == ["generate", "cp"], "first")
        expect(built() == [], "second")
        path = work / "schema/vendors/acme.yaml"
        path.write_text(path.read_text() + "# more\n")
        expect(built() == ["generate"], "touched")
        expect(built() == [], "after touching")
        path = work / "schema/vendors/beta.yaml"
        path.write_text(path.read_text().replace("title: Beta", "title: Betta"))
        expect(built() == ["generate", "cp"], "changed")
        path.write_text(path.read_text().replace("title: Betta", "title: Beta"))
        expect(built() == ["generate", "cp"], "changed back")
