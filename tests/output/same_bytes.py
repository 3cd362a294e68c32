"""Whatever is around it, `generate` makes the same bytes."""
import os
import shutil
import stat
import subprocess

from harness import (
    ALL, ERRBIND, ROOT, errbind, expect, files, generated, same, test, write, write_project,
    write_target)


@test
def nothing_around_it_changes_the_bytes(work):
    for name in ("schema", "templates"):
        shutil.copytree(ROOT / name, work / name)
    tree = generated(work)
    locales = subprocess.run(["locale", "-a"], text=True, capture_output=True,
                             check=False).stdout.split() if shutil.which("locale") else []
    ways = [{"LC_ALL": name} for name in ["C", "POSIX", "xx_YY", *locales[:12]]]
    ways += [{"TZ": "Pacific/Kiritimati"}, {"TZ": "America/St_Johns"}, {"HOME": "/nowhere"},
             {"HOME": ""}, {"TERM": "dumb"}, {"COLUMNS": "20"}, {"NO_COLOR": "1"},
             {"MALLOC_PERTURB_": "165"}, {"SOURCE_DATE_EPOCH": "1"}, {"USER": "x", "LOGNAME": "x"},
             {"PATH": "", "PWD": "/"}]
    for way in ways:
        shutil.rmtree(work / "out", ignore_errors=True)
        errbind(work, "generate", env=dict(os.environ, **way))
        same(files(work / "out"), tree, str(way))
    shutil.rmtree(work / "out")
    errbind(work, "generate", env={})
    same(files(work / "out"), tree, "an empty environment")
    for mask in (0, 0o077, 0o027):
        shutil.rmtree(work / "out")
        errbind(work, "generate", preexec_fn=lambda: os.umask(mask))
        same(files(work / "out"), tree, f"umask {mask:o}")
        mode = stat.S_IMODE((work / "out/c").stat().st_mode)
        expect(mode == 0o777 & ~mask, f"mode {mode:o} with umask {mask:o}")
        mode = stat.S_IMODE(next((work / "out/c").glob("*.pc")).stat().st_mode)
        expect(mode == 0o666 & ~mask, f"mode {mode:o} with umask {mask:o}")
    # Another folder, paths that are absolute or go up, another time.
    other = work / "another folder" / "déjà vu"
    other.mkdir(parents=True)
    for schema, out in ((work / "schema", other / "out"), ("../../schema", "./x/../y/"),
                        ("../../another folder/../schema/.", "z")):
        errbind(other, "generate", "--schema", schema, "--templates", "../../templates",
                "--out", out)
        same(files(other / out), tree, str(out))
    for path in work.glob("schema/**/*"):
        os.utime(path, (1, 1))
    shutil.rmtree(work / "out")
    errbind(work, "generate")
    same(files(work / "out"), tree, "old inputs")
    # Addresses: each run has others, where the system has it so; without, too.
    if shutil.which("setarch"):
        shutil.rmtree(work / "out")
        done = subprocess.run(["setarch", "-R", ERRBIND, "generate", "-q"], cwd=work, check=False,
                              capture_output=True)
        if done.returncode == 0:
            same(files(work / "out"), tree, "fixed addresses")


@test
def the_order_of_folders_does_not_count(work):
    for name in ("schema", "templates"):
        shutil.copytree(ROOT / name, work / name)
    tree = generated(work)
    inputs = errbind(work, "generate", "--list-inputs").stdout
    errbind(work, "generate", shim="reverse")
    same(files(work / "out"), tree)
    expect(errbind(work, "generate", "--list-inputs", shim="reverse").stdout == inputs,
           "the inputs are listed in another order")
    write(work / "templates/c/unused_a.j2", "x")
    write(work / "templates/c/unused_b.j2", "x")
    said = errbind(work, "lint", status=None)
    other = errbind(work, "lint", status=None, shim="reverse")
    expect((said.stdout, said.stderr) == (other.stdout, other.stderr), said.stderr, other.stderr)


@test
def a_read_may_give_less_than_it_could(work):
    for name in ("schema", "templates"):
        shutil.copytree(ROOT / name, work / name)
    tree = generated(work)
    errbind(work, "generate", shim="short")
    same(files(work / "out"), tree, "short reads")
    errbind(work, "check", shim="short")


@test
def names_that_change_in_case_alone(work):
    """Also where the system folds case."""
    write_project(work)
    write_target(work / "templates", all_path="All.toy")
    write_target(work / "same", all_path="all.toy")
    write_target(work / "changed", all_path="all.toy", all_text=ALL + "more\n")
    for shim in (None, "fold"):
        for templates in ("same", "changed"):
            shutil.rmtree(work / "out", ignore_errors=True)
            errbind(work, "generate", shim=shim)
            errbind(work, "generate", "--templates", templates, shim=shim)
            same(files(work / "out"), generated(work, templates=templates))
    # A foreign file beside ours is no spelling of ours where case counts.
    shutil.rmtree(work / "out")
    errbind(work, "generate")
    write(work / "out/toy/all.toy", "mine")
    errbind(work, "generate", "--templates", "same", status=2)
    expect((work / "out/toy/all.toy").read_text() == "mine", "a foreign file is gone")
