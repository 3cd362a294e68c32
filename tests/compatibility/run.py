#!/usr/bin/env python3
"""Proves the verdicts of `errbind diff`: for each change from the registry in old to
that in new, and each language, it compiles what an app did with the bindings of old
(a section of consumers/<language>.*) with the bindings of new.

A section is named after the domain that changes, or the condition, and comes in two
kinds: a careful one, which has a default wherever it can and accepts what is
deprecated, and a strict one ("grown strict"), which matches exhaustively and takes
warnings for errors. With the new bindings
  breaking   the careful one must not compile,
  risky      the careful one must compile and the strict one, if there is one, must not,
  safe       both must compile.
With the old bindings, all must compile. Compilers are slow, so a language is compiled
three times: all with old, what must compile with new, and what must not, of which the
compiler has to complain about each file.

Prints TAP. A language without a compiler is skipped by name, or fails where the
environment's REQUIRE_LANGS names it. Arguments name languages; by default all.
"""
import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
ERRBIND = os.environ.get("ERRBIND", str(ROOT / "build" / "errbind"))
REQUIRED = os.environ.get("REQUIRE_LANGS", "").replace(",", " ").split()
CONSUMERS = {path.stem: path for path in sorted((HERE / "consumers").iterdir())}
# Compilers that stop at the first mistake, or the first file that has one.
STOPS_AT_MISTAKE, STOPS_AT_FILE = ["go"], ["swift"]
DOES_NOT_COMPILE, NO_COMPILER = 3, 127


def verdicts():
    """What errbind diff says: {(domain or condition, rule): {language: verdict}}."""
    done = subprocess.run(
        [ERRBIND, "diff", "old", "new", "--format", "json", "--fail-on", "never",
         "--templates", ROOT / "templates"],
        cwd=HERE, check=True, capture_output=True, text=True,
    )
    return {
        (change["domain"] or change["name"], change["rule"]): change["targets"]
        for change in json.loads(done.stdout)["changes"]
    }


def cells(language):
    """The changes that a language's consumers are about: {subject: (rule, verdict)}, the
    worst of a subject that changes in several ways."""
    order = ["safe", "risky", "breaking"]
    worst = {}
    for (subject, rule), targets in verdicts().items():
        verdict = targets[language]
        # New codes are beside the point where these make the codes wider.
        if (subject, rule) != ("widened", "code-added") and (
                subject not in worst or order.index(verdict) > order.index(worst[subject][1])):
            worst[subject] = (rule, verdict)
    return worst


def write_sections(language, folder):
    """The sections as files: {name: path}; "main" is the program's."""
    path = CONSUMERS[language]
    pieces = re.split(r"^(?://|#) --- (.*)\n", path.read_text(), flags=re.MULTILINE)
    folder.mkdir()
    files = {}
    for name, text in zip(pieces[1::2], pieces[2::2]):
        files[name] = folder / (name.replace(" ", "_") + path.suffix)
        files[name].write_text(text.rstrip("\n") + "\n" if text.strip() else "")
    return files


def generate(side, language, scratch):
    subprocess.run(
        [ERRBIND, "generate", "-q", "--schema", HERE / side, "--out", scratch / side, "--target",
         language], cwd=ROOT, check=True, capture_output=True, text=True)
    return scratch / side / language


def compile_files(language, work, generated, files):
    """Compiles the main program with the files: (status, messages)."""
    work.mkdir()
    done = subprocess.run(
        [ROOT / "tests" / "conformance" / f"{language}.sh", work, generated,
         files["main"], *(path for name, path in files.items() if name != "main")],
        capture_output=True, text=True)
    return done.returncode, done.stderr


def join(files, path):
    """All but the main program as one file that says which lines are of which."""
    path.write_text("".join(
        f'#sourceLocation(file: "{file.name}", line: 1)\n{file.read_text()}'
        for name, file in files.items() if name != "main"))
    return path


def compile_broken(language, scratch, generated, files):
    """The same of what must not compile, so that there is a complaint about each file."""
    if language in STOPS_AT_FILE:
        files = {"main": files["main"], "all": join(files, scratch / "all.swift")}
    if language not in STOPS_AT_MISTAKE:
        return compile_files(language, scratch / "broken", generated, files)
    done = [
        compile_files(language, scratch / name, generated, {"main": files["main"], name: path})
        for name, path in files.items() if name != "main"
    ]
    return max(status for status, _ in done), "".join(messages for _, messages in done)


def must_compile(name, verdict):
    return verdict == "safe" or (verdict == "risky" and not name.endswith(" strict"))


def complaint(messages, path):
    """The first line about a file."""
    name = re.compile(rf"\b{re.escape(path.name)}\b")
    return next((line for line in messages.splitlines() if name.search(line)), None)


def judge(files, judged, fine, broken):
    """For each cell its problems: {(subject, rule, verdict): [line]}."""
    results = {}
    for name, path in files.items():
        subject = name.removesuffix(" strict")
        if subject not in judged:
            continue
        rule, verdict = judged[subject]
        problems = results.setdefault((subject, rule, verdict), [])
        if must_compile(name, verdict) and fine[0]:
            line = complaint(fine[1], path)
            problems += [f"{path.name} must compile: {line}"] if line else []
        elif not must_compile(name, verdict) and not complaint(broken[1], path):
            problems.append(f"{path.name} compiles and must not")
    return results


def check_language(language):
    """[(name, problems, why it is skipped)]"""
    with tempfile.TemporaryDirectory(prefix="errbind-") as folder:
        scratch = pathlib.Path(folder)
        old, new = (generate(side, language, scratch) for side in ("old", "new"))
        files = write_sections(language, scratch / "consumers")
        status, messages = compile_files(language, scratch / "with-old", old, files)
        control = f"{language}: everything compiles with the old bindings"
        if status == NO_COMPILER and language not in REQUIRED:
            return [(f"{language}: verdicts", [], f"no compiler of {language} here")]
        if status:
            return [(control, messages.splitlines()[:40], None)]
        judged = cells(language)
        verdict = {name: judged.get(name.removesuffix(" strict"), ("", "safe"))[1]
                   for name in files}
        sides = {True: {"main": files["main"]}, False: {"main": files["main"]}}
        for name, path in files.items():
            sides[must_compile(name, verdict[name])][name] = path
        fine = compile_files(language, scratch / "fine", new, sides[True])
        broken = compile_broken(language, scratch, new, sides[False])
        results = [(control, [], None)]
        for (subject, rule, verdict), problems in judge(files, judged, fine, broken).items():
            results.append((f"{language}: {rule} is {verdict} ({subject})", problems, None))
        together = fine[1].splitlines()[:40] if fine[0] else []
        if len(sides[False]) > 1 and broken[0] != DOES_NOT_COMPILE:
            together.append(f"what must not compile ended with status {broken[0]}")
        if any(problems for _, problems, _ in results):
            together += broken[1].splitlines()[:60]
        return results + [(f"{language}: the rest compiles with the new bindings", together, None)]


def main():
    languages = sys.argv[1:] or list(CONSUMERS)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = [result for group in pool.map(check_language, languages) for result in group]
    for number, (name, problems, skip) in enumerate(results, 1):
        result = "not ok" if problems else "ok"
        print(f"{result} {number} - {name}{f' # SKIP {skip}' if skip else ''}")
        for line in problems:
            print(f"# {line}")
    print(f"1..{len(results)}")
    return 1 if any(problems for _, problems, _ in results) else 0


sys.exit(main())
