"""What `check` finds, how it says so, and that it writes nothing."""
import json
import random
import re
import shutil
import subprocess

from harness import (
    MANIFEST, NEXT, ROUNDS, changes_in, errbind, expect, files, generated, marks, same, test,
    write_project, write_schema)


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
    ("out/toy/acme_face/deep/acme_face.toy", 3, "edited-file"),
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
def a_folder_is_opened_once_for_the_files_in_it(work):
    write_project(work, {f"vendor_{i}": {f"domain_{i}": ["One"]} for i in range(9)})
    errbind(work, "generate")
    for command in ("check", "generate"):
        log = work / f"{command}.log"
        errbind(work, command, log=log)
        opened = log.read_text().splitlines().count("enter vendors")
        expect(opened == 1, f"{command} opened the folder of nine files {opened} times")


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
