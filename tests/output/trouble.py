"""A run that is killed at each of its changes of the disk, or fails at one: every file is old or
new, and the next run leaves nothing behind."""
import errno
import os
import random
import re
import shutil
import signal
import subprocess
import time

from harness import (
    ERRBIND, NEXT, ROOT, ROUNDS, SMALL, STAGING, changes_in, errbind, expect, files, generated,
    marks, old_or_new, same, test, write, write_project, write_schema, write_target)


SCENARIOS = {
    "in an empty folder": (None, SMALL, "templates", "templates"),
    "with changes": (SMALL, NEXT, "templates", "templates"),
    "with folders for files": (SMALL, NEXT, "templates", "other"),
    "with nothing to do": (SMALL, SMALL, "templates", "templates"),
}


class Scenario:
    """A folder before and after a run, to be disturbed in all ways."""

    def __init__(self, work, name):
        self.work = work
        before, after, self.old_templates, self.new_templates = SCENARIOS[name]
        write_target(work / "templates", domain_path="{{ domain.name }}/deep/file", all_path="all")
        write_target(work / "other", domain_path="{{ domain.name }}", all_path="all/deep/all.toy")
        write_schema(work / "new", after)
        write_schema(work / "old", before or after)
        self.new = generated(work, "new", self.new_templates)
        self.old = {} if before is None else generated(work, "old", self.old_templates)

    def reset(self):
        shutil.rmtree(self.work / "out", ignore_errors=True)
        if self.old:
            self.run_old()

    def run_old(self):
        return errbind(self.work, "generate", "--schema", "old", "--templates", self.old_templates)

    def run_new(self, **options):
        return errbind(self.work, "generate", "--schema", "new", "--templates", self.new_templates,
                       **options)

    def changes(self):
        """The changes of a run that nothing disturbs."""
        self.reset()
        log = self.work / "log"
        log.unlink(missing_ok=True)
        self.run_new(log=log)
        return changes_in(log)

    def found(self):
        return files(self.work / "out") if (self.work / "out").exists() else {}


def killed(work, name):
    scenario = Scenario(work, name)
    changes = scenario.changes()
    for at, change in enumerate(changes, 1):
        for way in ("kill", "tear") if change.startswith("write") else ("kill",):
            for back in (False, True) if scenario.old else (False,):
                scenario.reset()
                done = scenario.run_new(shim=f"{way}:{at}", status=None)
                expect(done.returncode == -signal.SIGKILL, done.returncode, done.stderr)
                try:
                    old_or_new(scenario.found(), scenario.old, scenario.new)
                    if back:
                        scenario.run_old()
                        same(scenario.found(), scenario.old)
                    else:
                        scenario.run_new()
                        same(scenario.found(), scenario.new)
                except AssertionError as problem:
                    raise AssertionError(f"{way}ed at change {at} of {len(changes)}, {change}"
                                         f"{', then back' if back else ''}: {problem}") from problem


def failing(work, name):
    """Only an empty folder may stay behind when it cannot be deleted."""
    def without_folders(tree):
        return {name: text for name, text in tree.items()
                if not name.endswith("/") and not name.startswith(STAGING)}

    scenario = Scenario(work, name)
    changes = scenario.changes()
    for at, change in enumerate(changes, 1):
        for error in (errno.ENOSPC, errno.EACCES):
            scenario.reset()
            done = scenario.run_new(shim=f"fail:{at}:{error}", status=None)
            try:
                expect(done.returncode in (0, 2), f"status {done.returncode}")
                old_or_new(scenario.found(), scenario.old, scenario.new)
                if done.returncode == 2:
                    expect(os.strerror(error) in done.stderr or "Is a directory" in done.stderr,
                           f"not said: {done.stderr}")
                    expect(not done.stdout, f"said that all is fine: {done.stdout}")
                else:
                    same(without_folders(scenario.found()), scenario.new)
                scenario.run_new()
                same(without_folders(scenario.found()), scenario.new)
                expect(STAGING + "/" not in scenario.found(), "litter")
            except AssertionError as problem:
                raise AssertionError(f"change {at} of {len(changes)}, {change}, failing with "
                                     f"{os.strerror(error)}: {problem}") from problem


for _name in SCENARIOS:
    def _killed(work, name=_name):
        killed(work, name)

    def _failing(work, name=_name):
        failing(work, name)

    _killed.__name__ = f"killed at every moment {_name}"
    _failing.__name__ = f"every change failing {_name}"
    test(_killed)
    test(_failing)


@test
def litter_goes_even_when_nothing_changes(work):
    write_project(work)
    errbind(work, "generate")
    before = marks(work / "out")
    write(work / "out" / STAGING / "0", "half a fi")
    write(work / "out" / STAGING / "17", "")
    errbind(work, "check")
    expect((work / "out" / STAGING / "0").exists(), "check deleted something")
    done = errbind(work, "generate")
    expect(done.stdout == "out: 0 written, 6 unchanged, 0 deleted\n", done.stdout)
    expect(marks(work / "out") == before, "not as before", marks(work / "out"))


@test
def killed_while_writing_marks_for_make(work):
    """The depfile is old or new, too, and the stamp is no newer than what is done."""
    write_project(work)
    write_schema(work / "next", NEXT)
    tree = generated(work, "next")
    arguments = ("generate", "--depfile", "marks/toys.d", "--stamp", "marks/toys", "--schema")
    errbind(work, *arguments, "next")
    new = (work / "marks/toys.d").read_text()
    errbind(work, *arguments, "schema")
    old = (work / "marks/toys.d").read_text()
    errbind(work, *arguments, "next", log=work / "log")
    changes = changes_in(work / "log")
    for at in range(1, len(changes) + 1):
        errbind(work, *arguments, "schema")
        os.utime(work / "marks/toys", (1, 1))
        errbind(work, *arguments, "next", shim=f"tear:{at}", status=-signal.SIGKILL)
        text = (work / "marks/toys.d").read_text()
        expect(text in (old, new), f"the depfile is torn at change {at}", text)
        if (work / "marks/toys").stat().st_mtime > 1:
            found = files(work / "out")
            found.pop(STAGING + "/", None)
            same(found, tree)
            expect(text == new, f"stamped before the depfile was written, at change {at}")
        errbind(work, *arguments, "next")
        expect(sorted(os.listdir(work / "marks")) == ["toys", "toys.d"], os.listdir(work / "marks"))


@test
def marks_that_are_no_files_stay_what_they_are(work):
    """Whoever asks for a depfile at /dev/null has one still afterwards."""
    write_project(work)
    write(work / "file", "x" * 100000)
    for name, target in (("link", "file"), ("null", "/dev/null")):
        (work / name).symlink_to(target)
        errbind(work, "generate", "--depfile", name, "--stamp", name)
        expect(os.readlink(work / name) == target, f"{name} is no link any more")
    expect((work / "file").read_text().startswith("link: \\\n  schema/registry.yaml"),
           (work / "file").read_text()[:200])
    os.mkfifo(work / "pipe")
    reader = subprocess.Popen(["cat", "pipe"], cwd=work, stdout=subprocess.PIPE, text=True)
    errbind(work, "generate", "--depfile", "pipe")
    expect(reader.communicate(timeout=60)[0].startswith("out/toy/"), "nothing came")
    for name in ("schema", "out", "schema/registry.yaml/x"):
        for option in ("--depfile", "--stamp"):
            done = errbind(work, "generate", option, name, status=2)
            expect(f"'{name}': " in done.stderr, done.stderr)
    expect(sorted(os.listdir(work)) == ["file", "link", "null", "out", "pipe", "schema",
                                        "templates"], os.listdir(work))


@test
def killed_at_random(work):
    """The whole registry, killed by the clock."""
    schemas = [ROOT / "schema", work / "other"]
    shutil.copytree(schemas[0], schemas[1])
    for path in (schemas[1] / "vendors").iterdir():
        path.write_text(re.sub(r"^(        title: )(\w)", r"\1X \2", path.read_text(), flags=re.M))
    trees = [generated(work, schema, ROOT / "templates") for schema in schemas]
    expect(trees[0] != trees[1], "both are the same")
    arguments = [[ERRBIND, "generate", "-q", "--schema", schema, "--templates", ROOT / "templates"]
                 for schema in schemas]
    start = time.time()
    subprocess.run(arguments[0], cwd=work, check=True)
    duration = time.time() - start
    now = 0
    for _ in range(ROUNDS):
        process = subprocess.Popen(arguments[1 - now], cwd=work)
        time.sleep(random.random() * duration)
        process.kill()
        process.wait()
        old_or_new(files(work / "out"), trees[now], trees[1 - now])
        if random.random() < 0.5:
            now = 1 - now
        subprocess.run(arguments[now], cwd=work, check=True)
        same(files(work / "out"), trees[now])
