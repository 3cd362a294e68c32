"""Which files `generate` writes, which it leaves alone, and which stop it."""
import os
import re
import shutil
import socket

from harness import (
    MANIFEST, NEXT, SMALL, errbind, expect, files, generated, marks, same, test, write,
    write_project, write_schema, write_target)


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
        return "it is a pipe, a socket or a device"

    def folder(path):
        (path / "mine").mkdir(parents=True)
        return "it is a folder"

    def listener(path):
        with socket.socket(socket.AF_UNIX) as opened:
            opened.bind(os.path.relpath(path, work))
        return "it is a pipe, a socket or a device"

    def link(path):
        path.symlink_to("acme_face")
        return "it is a symbolic link"

    def parent(path):
        shutil.rmtree(path.parent)
        path.parent.write_text("mine")
        return "a folder above it is a file or a symbolic link"

    write_project(work)
    os.chdir(work)  # the path of a socket is short
    for known in (False, True):
        for make in (pipe, folder, listener, link, parent):
            shutil.rmtree(work / "out", ignore_errors=True)
            if known:
                errbind(work, "generate")
                (work / "out/toy/all.toy").unlink()
            (work / "out/toy").mkdir(parents=True, exist_ok=True)
            problem = make(work / "out/toy/all.toy")
            write_schema(work / "schema", NEXT)
            before = marks(work / "out/toy")
            done = errbind(work, "generate", status=2)
            expect("[foreign-file]" in done.stderr, make.__name__, done.stderr)
            done = errbind(work, "check", status=1)
            expect(f"out/toy/all.toy: error: the file cannot be read: {problem} [unreadable-file]"
                   in done.stderr, make.__name__, done.stderr)
            expect(marks(work / "out/toy") == before, make.__name__, "something was touched")
            write_schema(work / "schema")


@test
def a_file_that_nobody_could_read_whole_is_not_read(work):
    write_project(work)
    errbind(work, "generate")
    wanted = generated(work)
    for place in ("toy/all.toy", MANIFEST):
        path = work / "out" / place
        with path.open("w") as opened:
            opened.truncate(1 << 42)
        done = errbind(work, "check", status=2 if place == MANIFEST else 1)
        expect("it is larger than 1 GiB" in done.stderr, done.stderr)
        done = errbind(work, "generate", status=None)
        if place == MANIFEST:
            expect(done.returncode == 2 and "it is larger than 1 GiB" in done.stderr, done.stderr)
        else:
            same(files(work / "out"), wanted)
    (work / "out" / MANIFEST).unlink()
    with (work / "out/toy/all.toy").open("w") as opened:
        opened.truncate(1 << 42)
    done = errbind(work, "generate", status=2)
    expect("[foreign-file]" in done.stderr, done.stderr)


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
        for command in (["generate"], ["check"], ["generate", "--list-outputs"],
                        ["generate", "--depfile", "rule"]):
            done = errbind(work, *command, status=2)
            expect(re.search(r"\[(duplicate-output|unsafe-path)\]", done.stderr), command,
                   domain_path, done.stderr)
            expect(not done.stdout, command, done.stdout)
            for path in ("out", "x", "rule"):
                expect(not (work / path).exists(), f"'{path}' was written")


@test
def all_paths_that_cannot_be_are_reported(work):
    write_project(work)
    write_target(work / "templates", domain_path="../{{ domain.name }}", all_path="/all")
    for command in (["generate"], ["check"], ["generate", "--list-outputs"],
                    ["generate", "--depfile", "rule"]):
        done = errbind(work, *command, status=2)
        found = sorted(set(re.findall(r"'(\S+)' cannot be the path", done.stderr)))
        expect(len(found) > 2, command, found)


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
