"""Disks that are full or read-only, folders without rights, standard streams that are closed."""
import os
import re
import shutil
import subprocess

from harness import (
    ERRBIND, NEXT, Skip, errbind, expect, files, generated, marks, same, test, write,
    write_project, write_schema)


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
