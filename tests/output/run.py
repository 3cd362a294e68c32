#!/usr/bin/env python3
"""What errbind does to the disk: generate under every kind of trouble, check on every kind of drift.

A small project is generated again and again: killed at each of its changes of the disk, with each
of them failing, by many at once, through symbolic links, on full and on read-only disks; and what
is left is compared with what it was before and what it should be. Output is TAP.

  ERRBIND   the command (default: build/errbind of this repository)
  ROUNDS    how often the tests that try their luck do so (default 20)

Arguments name tests, by a part of their names; without any, all are run. What needs another system
or more rights is skipped, by name. Python 3 standard library only.
"""
import contextlib
import errno
import fcntl
import json
import os
import pathlib
import random
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
ERRBIND = os.path.abspath(os.environ.get("ERRBIND") or ROOT / "build" / "errbind")
ROUNDS = int(os.environ.get("ROUNDS") or 20)
MANIFEST, STAGING = ".errbind-manifest", ".errbind-staging"
SEED = int(os.environ.get("SEED") or time.time())

TESTS = []


class Skip(Exception):
    """The test cannot run here."""


def test(function):
    TESTS.append(function)
    return function


def expect(condition, *message):
    if not condition:
        raise AssertionError("\n".join(str(part) for part in message))


# ---- the project

TARGET = """\
target: {name}
title: A toy language
files:
  - {{template: domain.j2, for_each: domain, path: "{domain_path}"}}
  - {{template: vendor.j2, for_each: vendor, path: "vendors/{{{{ vendor.name }}}}.toy"}}
  - {{template: all.j2, for_each: registry, path: "{all_path}"}}
identifiers: {{cases: [camel], reserved: [], escape: "{{}}!"}}
strings:
  open: "<"
  close: ">"
  escapes: {{">": ">>"}}
  other: {{unit: code_point, prefix: "#", digits: 4, base: 16, suffix: ";"}}
comments: {{width: 80}}
"""
DOMAIN = """\
{% for code in domain.codes %}
{{ code.name }} = {{ code.code }} {{ code.title | quote }}
{% endfor %}
"""
VENDOR = "{{ vendor.title }}:{% for domain in vendor.domains %} {{ domain.name }}{% endfor %}.\n"
ALL = "{% for domain in registry.domains %}\nuse {{ domain.name }}\n{% endfor %}\n"
CONDITIONS = """\
conditions:
  - name: other
    title: Other
    description: Something else.
    retry: never
    audience: user
"""
# vendor: {domain: [title of a code]}
SMALL = {"acme": {"acme_face": ["One", "Two"], "acme_voice": ["Three"]}, "beta": {"beta": ["Four"]}}
NEXT = {"acme": {"acme_face": ["One", "Zwei"], "acme_hand": ["Five"]}, "gamma": {"gamma": ["Six"]}}


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def write_schema(folder, vendors=None, targets=("toy",)):
    vendors = SMALL if vendors is None else vendors
    shutil.rmtree(folder, ignore_errors=True)
    write(folder / "conditions.yaml", CONDITIONS)
    write(folder / "registry.yaml", "registry: toys\nversion: 1.0.0\nconditions: conditions.yaml\n"
          f"vendors: [{', '.join(f'vendors/{name}.yaml' for name in vendors)}]\n"
          f"targets: [{', '.join(targets)}]\n")
    number = 0
    for vendor, domains in vendors.items():
        text = f"vendor: {vendor}\ntitle: {vendor.title()}\ndomains:\n"
        for domain, titles in domains.items():
            text += (f"  - domain: {domain}\n    title: {domain}\n    code_type: integer\n"
                     "    codes:\n")
            for title in titles:
                number += 1
                text += (f"      - {{code: {number}, name: code_{number}, title: {title},"
                         " condition: other}\n")
        write(folder / "vendors" / f"{vendor}.yaml", text)


def write_target(folder, name="toy", domain_path="{{ domain.name }}/deep/{{ domain.name }}.toy",
                 all_path="all.toy", all_text=ALL):
    write(folder / name / "target.yaml",
          TARGET.format(name=name, domain_path=domain_path, all_path=all_path))
    write(folder / name / "domain.j2", DOMAIN)
    write(folder / name / "vendor.j2", VENDOR)
    write(folder / name / "all.j2", all_text)


def write_project(work, vendors=None):
    write_schema(work / "schema", vendors)
    write_target(work / "templates")


# ---- running errbind

def environment(shim=None, log=None, **variables):
    result = dict(os.environ, LC_ALL="C.UTF-8", **variables)
    if shim or log:
        result["LD_PRELOAD"] = shim_library()
        result["SHIM"] = shim or ""
        result["ASAN_OPTIONS"] = "verify_asan_link_order=0:detect_leaks=0"
    if log:
        result["SHIM_LOG"] = str(log)
    return result


def errbind(work, *arguments, status=0, shim=None, log=None, env=None, **options):
    """Runs errbind in the folder; an exit status other than the expected fails the test, unless
    that is None."""
    env = environment(shim, log) if env is None else env
    options.setdefault("stdout", subprocess.PIPE)
    options.setdefault("stderr", subprocess.PIPE)
    done = subprocess.run([ERRBIND, *map(str, arguments)], cwd=work, env=env, text=True,
                          timeout=120, **options)
    expect(status is None or done.returncode == status,
           f"errbind {' '.join(map(str, arguments))} ended with {done.returncode}, not {status}",
           done.stdout, done.stderr)
    return done


def changes_in(log):
    """What the shim wrote down, without what was only read."""
    lines = log.read_text().splitlines() if log.exists() else []
    return [line for line in lines if not line.startswith("read ")]


LIBRARY = []


def shim_library():
    """The compiled shim.c."""
    if not LIBRARY:
        if not sys.platform.startswith("linux"):
            LIBRARY.append(None)
        else:
            library = os.path.join(SCRATCH, "shim.so")
            compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
            done = compiler and subprocess.run(
                [compiler, "-Wall", "-shared", "-fPIC", "-o", library, str(HERE / "shim.c"), "-ldl"])
            LIBRARY.append(library if done and done.returncode == 0 else None)
    if not LIBRARY[0]:
        raise Skip("no shim can be preloaded here")
    return LIBRARY[0]


# ---- what is on the disk

def files(folder):
    """Content by relative path; a link's is where it leads, an empty folder's is None. The manifest
    and its like are left out."""
    result = {}
    for parent, folders, names in os.walk(folder):
        for name in names + [name for name in folders if os.path.islink(f"{parent}/{name}")]:
            path = pathlib.Path(parent, name)
            key = str(path.relative_to(folder))
            result[key] = os.readlink(path) if path.is_symlink() else path.read_bytes()
        if not names and not folders:
            result[str(pathlib.Path(parent).relative_to(folder)) + "/"] = None
    return result


def marks(folder):
    """What changes when a file is written or replaced: inode and time, by path."""
    result = {}
    for parent, folders, names in os.walk(folder):
        for name in names + folders:
            about = os.lstat(f"{parent}/{name}")
            result[os.path.relpath(f"{parent}/{name}", folder)] = (about.st_ino, about.st_mtime_ns)
    return result


def same(found, wanted, what="out"):
    for name in sorted(found.keys() | wanted.keys()):
        expect(name in found, f"{what}/{name} is missing")
        expect(name in wanted, f"{what}/{name} should not be there")
        expect(found[name] == wanted[name], f"{what}/{name} is not as expected", found[name])


def generated(work, schema="schema", templates="templates"):
    """What a run in an empty folder makes."""
    with tempfile.TemporaryDirectory(dir=SCRATCH) as out:
        errbind(work, "generate", "--schema", schema, "--templates", templates, "--out", out)
        return files(pathlib.Path(out))


def listed(tree):
    """The paths in the manifest of a tree."""
    lines = tree[MANIFEST].decode().splitlines()
    return {line for line in lines if not line.startswith("#")}


def old_or_new(found, old, new, foreign=()):
    """Every file is old or new, and what is ours is in the manifest."""
    known = listed(found) if MANIFEST in found else set()
    for name in sorted(found.keys() | old.keys() | new.keys()):
        if name in foreign or name.startswith(STAGING) or name.endswith("/"):
            continue
        if name == MANIFEST:
            expect(known <= listed(old or new) | listed(new), "the manifest lists others", known)
            continue
        expect(found.get(name) in (old.get(name), new.get(name)), f"{name} is neither old nor new",
               found.get(name))
        expect(name not in found or name in known, f"{name} is not in the manifest")


# ---- what is left alone

@test
def a_second_run_leaves_inodes_and_times(work):
    write_project(work)
    done = errbind(work, "generate")
    expect(done.stdout == "out: 6 written, 0 unchanged, 0 deleted\n", done.stdout)
    before = marks(work)
    done = errbind(work, "generate")
    expect(done.stdout == "out: 0 written, 6 unchanged, 0 deleted\n", done.stdout)
    expect(marks(work) == before, "something was touched")


@test
def only_what_changed_is_written(work):
    write_project(work)
    errbind(work, "generate")
    before = marks(work / "out")
    titles = {**SMALL, "beta": {"beta": ["Vier"]}}
    write_schema(work / "schema", titles)
    done = errbind(work, "generate")
    expect(done.stdout == "out: 1 written, 5 unchanged, 0 deleted\n", done.stdout)
    after = marks(work / "out")
    changed = {path for path in after if after[path] != before[path]}
    # A rename changes the folder, too; that of the staging folder changes the top.
    expect(changed <= {"toy/beta/deep/beta.toy", "toy/beta/deep"}, changed)
    expect("toy/beta/deep/beta.toy" in changed, changed)


@test
def stale_files_go_with_their_empty_folders(work):
    write_project(work)
    errbind(work, "generate")
    (work / "out/toy/acme_voice/notes.txt").write_text("mine")
    (work / "out/toy/mine").mkdir()
    kept = marks(work / "out/toy/acme_voice")["notes.txt"]
    write_schema(work / "schema", {"acme": {"acme_face": ["One", "Two"]}})
    done = errbind(work, "generate")
    expect(done.stdout == "out: 2 written, 1 unchanged, 3 deleted\n", done.stdout)
    found = files(work / "out")
    expect(found.pop("toy/acme_voice/notes.txt") == b"mine", "a foreign file is gone")
    expect("toy/mine/" in found and found.pop("toy/mine/") is None, "a foreign folder is gone")
    same(found, generated(work))
    expect(marks(work / "out/toy/acme_voice")["notes.txt"] == kept, "a foreign file was touched")


@test
def what_is_already_gone_is_not_counted(work):
    write_project(work)
    errbind(work, "generate")
    shutil.rmtree(work / "out/toy/acme_voice")
    write_schema(work / "schema", {"acme": {"acme_face": ["One", "Two"]}})
    for option in ("--dry-run", "--color=never"):
        done = errbind(work, "generate", option)
        expect(done.stdout.startswith("out: 2 written, 1 unchanged, 2 deleted"), done.stdout)
    same(files(work / "out"), generated(work))


@test
def foreign_files_stay(work):
    write_project(work)
    (work / "out/toy").mkdir(parents=True)
    for name in ("out/README", "out/toy/mine.toy", "out/.gitattributes"):
        (work / name).write_text("mine")
    before = marks(work / "out")
    errbind(work, "generate")
    write_schema(work / "schema", NEXT)
    errbind(work, "generate")
    after = marks(work / "out")
    for name in ("README", "toy/mine.toy", ".gitattributes"):
        expect(before[name] == after[name], f"{name} was touched")


@test
def a_foreign_file_in_the_way_stops_all(work):
    write_project(work)
    (work / "out/toy").mkdir(parents=True)
    (work / "out/toy/all.toy").write_text("mine")
    before = marks(work / "out")
    done = errbind(work, "generate", status=2)
    expect("out/toy/all.toy' was not written by errbind" in done.stderr, done.stderr)
    expect(marks(work / "out") == before, "something was touched", marks(work / "out"))


@test
def other_things_in_the_way_stop_all(work):
    def pipe(path):
        os.mkfifo(path)

    def folder(path):
        (path / "mine").mkdir(parents=True)

    def listener(path):
        with socket.socket(socket.AF_UNIX) as opened:
            opened.bind(os.path.relpath(path, work))

    write_project(work)
    os.chdir(work)  # the path of a socket is short
    for known in (False, True):
        for make in (pipe, folder, listener):
            shutil.rmtree(work / "out", ignore_errors=True)
            if known:
                errbind(work, "generate")
                (work / "out/toy/all.toy").unlink()
            (work / "out/toy").mkdir(parents=True, exist_ok=True)
            make(work / "out/toy/all.toy")
            write_schema(work / "schema", NEXT)
            before = marks(work / "out/toy")
            done = errbind(work, "generate", status=2)
            expect("[foreign-file]" in done.stderr, make.__name__, done.stderr)
            expect(marks(work / "out/toy") == before, make.__name__, "something was touched")
            write_schema(work / "schema")


@test
def a_stale_path_that_is_something_else_now_is_left(work):
    write_project(work)
    errbind(work, "generate")
    stale = work / "out/toy/acme_voice/deep/acme_voice.toy"
    write_schema(work / "schema", NEXT)
    for make in (lambda: os.mkfifo(stale), lambda: stale.mkdir(),
                 lambda: stale.symlink_to(work / "schema/registry.yaml")):
        shutil.rmtree(work / "out")
        errbind(work, "generate", "--schema", "schema")
        stale.parent.mkdir(parents=True)
        write(work / "out" / MANIFEST, (work / "out" / MANIFEST).read_text()
              + "toy/acme_voice/deep/acme_voice.toy\n")
        make()
        done = errbind(work, "generate")
        expect(done.stdout == "out: 0 written, 6 unchanged, 0 deleted\n", done.stdout)
        expect(os.path.lexists(stale), "it was deleted")


@test
def a_file_becomes_a_folder_and_back(work):
    write_project(work)
    # "toy/beta" is a folder in one, a file in the other, and "toy/all" the other way round.
    write_target(work / "other", domain_path="{{ domain.name }}", all_path="all/deep/all.toy")
    write_target(work / "templates", domain_path="{{ domain.name }}/deep/file", all_path="all")
    trees = {name: generated(work, templates=name) for name in ("templates", "other")}
    for name in ("templates", "other", "templates", "other"):
        errbind(work, "generate", "--templates", name)
        same(files(work / "out"), trees[name])
    # Unless somebody else's file is in it.
    errbind(work, "generate", "--templates", "templates")
    (work / "out/toy/beta/mine").write_text("mine")
    errbind(work, "generate", "--templates", "other", status=2)
    expect((work / "out/toy/beta/mine").read_text() == "mine", "a foreign file is gone")


@test
def outputs_that_cannot_be_together_are_refused(work):
    write_project(work)
    for domain_path, all_path in (("x", "x/all"), ("x/{{ domain.name }}", "x"),
                                  ("{{ domain.name }}/x", "ACME_FACE"), ("a/b/c", "a/b"),
                                  ("../x", "all"), ("/x", "all"), ("a//b", "all"), ("a/./b", "all"),
                                  ("a\\\\b", "all"), ("a:b", "all"), ("x\\ty", "all")):
        write_target(work / "templates", domain_path=domain_path, all_path=all_path)
        write_schema(work / "schema", {"acme": {"acme_face": ["One"]}})
        done = errbind(work, "generate", status=2)
        expect(re.search(r"\[(duplicate-output|unsafe-path)\]", done.stderr), domain_path,
               done.stderr)
        expect(not (work / "out").exists(), "out was left behind")
        expect(not (work / "x").exists(), "a file was written outside")


@test
def nothing_is_replaced_when_a_template_fails(work):
    write_project(work)
    errbind(work, "generate")
    before = marks(work / "out")
    write_schema(work / "schema", NEXT)
    write_target(work / "templates", all_text="{{ registry.nothing }}\n")
    done = errbind(work, "generate", status=2)
    expect("[undefined-name]" in done.stderr, done.stderr)
    expect(marks(work / "out") == before, "something was touched")


@test
def a_run_that_fails_leaves_no_folder(work):
    write_project(work)
    write_target(work / "templates", all_text="{{ registry.nothing }}\n")
    errbind(work, "generate", "--out", "new", status=2)
    expect(not (work / "new").exists(), "the folder was left")


# ---- symbolic links

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
    for line in ("../victim", str(victim), "toy/../../victim", "a//b", "./a", ".", "..", "a/", "x\ty"):
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


# ---- killed and failing

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


# ---- several at once

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


# ---- disks that are full or cannot be written

def mounted(work, script, **variables):
    """Runs a script where `mount` is allowed and concerns nobody else."""
    unshare = ["unshare", "--mount"] + ([] if os.geteuid() == 0 else ["--map-root-user"])
    (work / "disk").mkdir(exist_ok=True)
    try:
        probe = subprocess.run([*unshare, "mount", "-t", "tmpfs", "none", work / "disk"],
                               capture_output=True, check=False)
    except OSError as problem:
        raise Skip("no unshare") from problem
    if probe.returncode:
        raise Skip("nothing can be mounted here")
    return subprocess.run([*unshare, "sh", "-c", script], cwd=work, text=True, timeout=120,
                          capture_output=True, check=False,
                          env=dict(os.environ, ERRBIND=ERRBIND, LC_ALL="C.UTF-8", **variables))


@test
def a_full_disk(work):
    """From no room at all to enough."""
    write_project(work)
    write_schema(work / "next", {"acme": {f"d{i}": [f"{'x' * 60} {j}" for j in range(60)]
                                          for i in range(12)}})
    done = mounted(work, """
        mount -t tmpfs -o size=1m none disk || exit 99
        "$ERRBIND" generate -q --out disk/out || exit 98
        before=$(find disk/out -type f | sort | xargs cat | cksum)
        for room in 0 4 8 16 24 32 48 64 96 128 192 256 384; do
            dd if=/dev/zero of=disk/ballast bs=1k 2>/dev/null
            size=$(($(wc -c <disk/ballast) / 1024 - room))
            dd if=/dev/zero of=disk/ballast bs=1k count=$size 2>/dev/null
            "$ERRBIND" generate --schema next --out disk/out
            status=$?
            rm disk/ballast
            echo "$room $status $(ls -A disk/out | tr '\\n' ' ')"
            [ $status = 0 ] && break
            [ "$before" = "$(find disk/out -type f | sort | xargs cat | cksum)" ] || exit 97
        done
        "$ERRBIND" generate -q --schema next --out disk/out &&
            "$ERRBIND" check --schema next --out disk/out
    """)
    expect(done.returncode == 0, f"status {done.returncode}", done.stdout, done.stderr)
    lines = done.stdout.splitlines()
    expect(re.match(r"0 2 .errbind-manifest toy $", lines[0]), done.stdout, done.stderr)
    expect(re.match(r"\d+ 0 .errbind-manifest toy $", lines[-1]), done.stdout, done.stderr)
    expect("No space left on device" in done.stderr, done.stderr)


@test
def a_read_only_disk(work):
    write_project(work)
    write_schema(work / "next", NEXT)
    done = mounted(work, """
        mount -t tmpfs none disk || exit 99
        "$ERRBIND" generate -q --out disk/out || exit 98
        mount -o remount,ro disk || exit 97
        "$ERRBIND" check --out disk/out; echo "check $?"
        "$ERRBIND" generate --out disk/out; echo "same $?"
        "$ERRBIND" check -q --schema next --out disk/out >/dev/null 2>&1; echo "drift $?"
        "$ERRBIND" generate --schema next --out disk/out; echo "other $?"
        "$ERRBIND" generate --schema next --out disk/new; echo "new $?"
        "$ERRBIND" generate --out disk/out --stamp disk/stamp; echo "stamp $?"
        "$ERRBIND" generate -q --out disk/out --depfile disk/depfile; echo "depfile $?"
    """)
    expect(done.stdout.splitlines() == [
        "check 0", "disk/out: 0 written, 6 unchanged, 0 deleted", "same 0", "drift 1", "other 2",
        "new 2", "disk/out: 0 written, 6 unchanged, 0 deleted", "stamp 2", "depfile 2"],
        done.stdout, done.stderr)
    expect(done.stderr.count("Read-only file system") == 4, done.stderr)


def without_rights(work, *arguments, status):
    """Runs errbind as somebody whom rights concern."""
    if os.geteuid() != 0:
        return errbind(work, *arguments, status=status)
    if not shutil.which("setpriv"):
        raise Skip("root may do everything, and there is no setpriv")
    prefix = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"]
    probe = subprocess.run([*prefix, ERRBIND, "--version"], capture_output=True, check=False)
    if probe.returncode:
        raise Skip("others than root cannot run errbind here")
    done = subprocess.run([*prefix, ERRBIND, *arguments], cwd=work, text=True, timeout=60,
                          capture_output=True, check=False)
    expect(done.returncode == status, f"status {done.returncode}", done.stdout, done.stderr)
    return done


@test
def folders_without_rights(work):
    write_project(work)
    errbind(work, "generate")
    os.chmod(work, 0o755)
    without_rights(work, "check", status=0)
    for path in [work / "out", *(work / "out").rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    before = marks(work / "out")
    try:
        without_rights(work, "check", status=0)
        without_rights(work, "generate", status=0)
        write_schema(work / "schema", NEXT)
        done = without_rights(work, "generate", status=2)
        expect("Permission denied" in done.stderr, done.stderr)
        done = without_rights(work, "check", status=1)
        expect(marks(work / "out") == before, "something was touched")
        (work / "out/toy/all.toy").chmod(0)
        done = without_rights(work, "generate", status=2)
        expect("cannot read 'out/toy/all.toy': Permission denied" in done.stderr, done.stderr)
        done = without_rights(work, "check", status=1)
        expect("out/toy/all.toy: error: the file cannot be read: Permission denied"
               in done.stderr, done.stderr)
    finally:
        for path in [work / "out", *(work / "out").rglob("*")]:
            path.chmod(0o777)


@test
def out_that_is_no_folder(work):
    write_project(work)
    write(work / "file", "mine")
    for out in ("file", "file/below", "/dev/null", "/dev/null/x", "x" * 300, "y/" * 2100, ""):
        for command in ("generate", "check"):
            done = errbind(work, command, "--out", out, status=None)
            missing = command == "check" and out in ("", )
            expect(done.returncode == (1 if missing else 2), command, out, done.stderr)
            expect(done.stderr, "nothing is said")
    expect((work / "file").read_text() == "mine", "it was changed")


@test
def results_that_cannot_be_written(work):
    write_project(work)
    write(work / "out/toy/all.toy", "x")
    for command in ("list", "generate --list-inputs", "check --format json", "check --format sarif",
                    "generate --out new", "generate --out new --dry-run", "check"):
        words = f"{ERRBIND} {command}"
        for redirection in (">/dev/full", ">&-", ">&- 2>&-", "<&- >&- 2>&-"):
            if "/dev/full" in redirection and not os.path.exists("/dev/full"):
                continue
            done = subprocess.run(f"{words} {redirection}", shell=True, cwd=work, text=True,
                                  capture_output=True, check=False, timeout=60)
            # `check` has no result where files are only missing.
            expect(done.returncode == 2 or (command == "check" and done.returncode == 1),
                   command, redirection, done.returncode)
            if "2>" not in redirection:
                expect(command == "check" or "standard output" in done.stderr, done.stderr)
        shutil.rmtree(work / "new", ignore_errors=True)
    # What nobody is told need not be written.
    done = subprocess.run(f"{ERRBIND} generate -q --out new >&- 2>&- <&-", shell=True, cwd=work,
                          check=False, timeout=60)
    expect(done.returncode == 0, done.returncode)
    same(files(work / "new"), generated(work))


# ---- check

def drifted(work):
    """One file of each kind of drift, the rest as it should be."""
    write_project(work)
    errbind(work, "generate")
    out = work / "out"
    edited = out / "toy/acme_face/deep/acme_face.toy"
    edited.write_text(edited.read_text().replace("<Two>", "<Too>"))
    (out / "toy/beta/deep/beta.toy").unlink()
    converted = out / "toy/vendors/acme.toy"
    converted.write_bytes(converted.read_bytes().replace(b"\n", b"\r\n"))
    manifest = (out / MANIFEST).read_text()
    (out / MANIFEST).write_text(manifest.replace("toy/vendors/beta.toy\n", "toy/zombie.toy\n"))
    (out / "toy/zombie.toy").write_text("old\n")
    (out / "toy/all.toy").unlink()
    (out / "toy/all.toy").symlink_to("acme_face")


DRIFT = [
    ("out/toy/acme_face/deep/acme_face.toy", 2, "edited-file"),
    ("out/toy/acme_voice/deep/acme_voice.toy", None, None),
    ("out/toy/all.toy", None, "unreadable-file"),
    ("out/toy/beta/deep/beta.toy", None, "missing-file"),
    ("out/toy/vendors/acme.toy", None, "line-ends"),
    ("out/toy/vendors/beta.toy", None, "unlisted-file"),
    ("out/toy/zombie.toy", None, "stale-file"),
]
WANTED = sorted((path, line, rule) for path, line, rule in DRIFT if rule)


@test
def check_names_every_kind_of_drift(work):
    drifted(work)
    before = marks(work)
    done = errbind(work, "check", status=1)
    found = sorted((path, int(line) if line else None, rule) for path, line, rule in re.findall(
        r"^(out/[^:\n]*)(?::(\d+):\d+)?: error: .* \[([a-z-]+)\]$", done.stderr, re.M))
    expect(found == WANTED, *found)
    expect("6 of the files in 'out' differ from the registry; run 'errbind generate'"
           in done.stderr, done.stderr)
    expect(re.findall(r"^([-+].*)", done.stdout, re.M) == [
        "--- out/toy/acme_face/deep/acme_face.toy",
        "+++ out/toy/acme_face/deep/acme_face.toy\t(as generated)",
        "-code_2 = 2 <Too>", "+code_2 = 2 <Two>"], done.stdout)
    expect(marks(work) == before, "something was touched")
    errbind(work, "check", "-q", status=1)
    # What it says to run repairs all but what errbind did not write.
    (work / "out/toy/all.toy").unlink()
    errbind(work, "generate")
    errbind(work, "check")
    same(files(work / "out"), generated(work))


@test
def check_in_formats_for_machines(work):
    drifted(work)
    done = errbind(work, "check", "--format", "json", status=1)
    found = json.loads(done.stdout)
    expect(sorted((item["file"], item["line"], item["rule"]) for item in found) == WANTED,
           done.stdout)
    expect(all(item["severity"] == "error" for item in found), done.stdout)
    done = errbind(work, "check", "--format", "github", status=1)
    lines = done.stdout.splitlines()
    expect(len(lines) == len(WANTED), done.stdout)
    for path, line, rule in WANTED:
        start = f"::error file={path},line={line}," if line else f"::error file={path},"
        expect(any(text.startswith(start) and f"title={rule}::" in text for text in lines),
               path, done.stdout)
    done = errbind(work, "check", "--format", "sarif", status=1)
    run, = json.loads(done.stdout)["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    found = []
    for result in run["results"]:
        place = result["locations"][0]["physicalLocation"]
        found.append((place["artifactLocation"]["uri"],
                      place.get("region", {}).get("startLine"), result["ruleId"]))
        expect(rules[result["ruleIndex"]] == result["ruleId"], result)
    expect(sorted(found, key=str) == sorted(WANTED, key=str), *found)
    for form in ("json", "github", "sarif"):
        shutil.rmtree(work / "out", ignore_errors=True)
        errbind(work, "generate")
        done = errbind(work, "check", "--format", form)
        expect(not json.loads(done.stdout) if form == "json" else
               not done.stdout if form == "github" else
               not json.loads(done.stdout)["runs"][0]["results"], done.stdout)


@test
def check_writes_nothing(work):
    write_project(work)
    log = work.parent / f"{work.name}.log"
    errbind(work, "generate")
    for schema in ("schema", "next"):
        write_schema(work / "next", NEXT)
        errbind(work, "check", "--schema", schema, log=log, status=None)
    errbind(work, "generate", "--dry-run", "--schema", "next", "--stamp", "s", "--depfile", "d",
            log=log)
    expect(not changes_in(log), *changes_in(log))


@test
def check_guards_the_manifest(work):
    write_project(work)
    errbind(work, "generate")
    path = work / "out" / MANIFEST
    good = path.read_text()

    def rules():
        done = errbind(work, "check", "--format", "json", status=None)
        return sorted((item["file"], item["rule"]) for item in json.loads(done.stdout))

    for text, rule in ((good.replace("\n", "\r\n"), "line-ends"), (None, "missing-file"),
                       (good.replace("do not edit", "edit"), "edited-file"),
                       ("".join(reversed(good.splitlines(True))), "edited-file")):
        path.unlink()
        if text is not None:
            path.write_bytes(text.encode())
        expect(rules() == [(f"out/{MANIFEST}", rule)], rule, rules())
        errbind(work, "generate")
        expect(path.read_bytes() == good.encode(), rule, path.read_bytes())
        errbind(work, "check")
    path.write_text("")
    expect([rule for _, rule in rules()] == ["unlisted-file"] * 6, rules())
    errbind(work, "generate")
    expect(path.read_text() == good, path.read_text())


def patched(text, diff):
    """Applies a unified diff."""
    lines, result, at = text.split("\n"), [], 0
    body = diff.split("\n")
    expect(body[0].startswith("--- ") and body[1].startswith("+++ "), diff)
    ended = []
    for index, line in enumerate(body[2:], 2):
        head = re.match(r"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@$", line)
        if head:
            start = int(head.group(1)) - (head.group(2) != "0")
            result += lines[at:start]
            at = start
            expect(len(result) == int(head.group(3)) - (head.group(4) != "0"), line, diff)
        elif line.startswith("\\"):
            ended.append(body[index - 1][:1])
        elif line:
            if line[0] in " -":
                expect(lines[at] == line[1:], f"expected {line[1:]!r}, found {lines[at]!r}", diff)
                at += 1
            if line[0] in " +":
                result.append(line[1:])
    result += lines[at:]
    text = "\n".join(result)
    if "-" in ended and "+" not in ended and " " not in ended:
        text += "\n"
    return text


@test
def the_diff_makes_of_one_the_other(work):
    """Random edits; the diff is applied, by patch(1) as well where it is there."""
    write_project(work, {"acme": {"acme": [f"Title {i % 7}" for i in range(60)]}})
    errbind(work, "generate")
    path = work / "out/toy/acme/deep/acme.toy"
    good = path.read_text()
    for _ in range(ROUNDS * 3):
        lines = good.splitlines()
        for _ in range(random.choice((1, 1, 2, 3, 8, 40, 120))):
            at = random.randrange(len(lines) + 1)
            what = random.random()
            if what < 0.4:
                lines.insert(at, random.choice(("", "new", "\\ odd", "@@ -1 +1 @@", good[:20])))
            elif what < 0.8 and lines:
                del lines[at % len(lines)]
            elif lines:
                lines[at % len(lines)] += "!"
            if not lines:
                lines = ["x"]
        text = "\n".join(lines) + random.choice(("\n", "\n", ""))
        if text == good or text == good[:-1] or not text:
            continue
        path.write_text(text)
        done = errbind(work, "check", status=1)
        expect(patched(text, done.stdout) == good, "the diff does not fit", done.stdout)
        if shutil.which("patch"):
            applied = subprocess.run(["patch", "-s", "-p0"], cwd=work, text=True,
                                     input=done.stdout, capture_output=True, check=False)
            expect(applied.returncode == 0, applied.stdout, applied.stderr, done.stdout)
            expect(path.read_text() == good, "patch made something else", done.stdout)


# ---- options

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
    write_schema(work / "alone", {"acme": SMALL["acme"]})
    tree = generated(work, "alone")
    errbind(work, "generate", "--vendor", "acme")
    same(files(work / "out"), tree)
    errbind(work, "check", "--vendor", "acme")
    errbind(work, "check", status=1)
    errbind(work, "generate")
    done = errbind(work, "generate", "--vendor", "acme")
    expect(done.stdout == "out: 1 written, 3 unchanged, 2 deleted\n", done.stdout)
    same(files(work / "out"), tree)
    errbind(work, "generate", "--vendor", "beta,acme")
    same(files(work / "out"), generated(work))
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
            done = subprocess.run([ninja, "-v"], cwd=work, text=True, capture_output=True, check=False)
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


# ---- the same bytes everywhere

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


def run_test(number, function):
    name = function.__name__.replace("_", " ").strip()
    work = pathlib.Path(SCRATCH, str(number))
    work.mkdir()
    try:
        function(work)
        print(f"ok {number} - {name}")
    except Skip as reason:
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
        os.chdir(ROOT)
    return 0


def main():
    chosen = [function for function in TESTS if not sys.argv[1:] or
              any(word in function.__name__.replace("_", " ") for word in sys.argv[1:])]
    random.seed(SEED)
    failed = sum(run_test(number, function) for number, function in enumerate(chosen, 1))
    if failed:
        print(f"# SEED={SEED}")
    print(f"1..{len(chosen)}")
    return 1 if failed else 0


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="errbind-output-") as SCRATCH:
        sys.exit(main())
