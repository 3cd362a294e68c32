#!/usr/bin/env python3
"""What people see of errbind: its help, its colours and widths on a terminal, and what the Tab key
gives in bash, zsh and fish, each typed to on a terminal of its own. Output is TAP.

  ERRBIND         the command (default: build/errbind of this repository)
  REQUIRE_TOOLS   programs without which no test may be skipped, separated by spaces

Arguments name tests, by a part of their names. Python 3 standard library only.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata

sys.dont_write_bytecode = True
from screen import Screen, plain, show

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
ERRBIND = os.environ.get("ERRBIND", str(ROOT / "build" / "errbind"))
REQUIRED = os.environ.get("REQUIRE_TOOLS", "").split()
KEYLESS = "schema/vendors/keyless.yaml"
TESTS = []


class Skip(Exception):
    """A tool is missing."""


def test(function):
    TESTS.append(function)
    return function


def expect(condition, *message):
    if not condition:
        raise AssertionError("\n".join(str(part) for part in message))


def need(tool):
    if shutil.which(tool):
        return
    expect(tool not in REQUIRED, f"there is no {tool}, and REQUIRE_TOOLS asks for it")
    raise Skip(f"no {tool}")


def environment(**variables):
    result = {"PATH": os.environ["PATH"], "HOME": "/nowhere", "TERM": "xterm", "LC_ALL": "C.UTF-8"}
    result.update(variables)
    return {name: value for name, value in result.items() if value is not None}


def piped(folder, *words, **variables):
    return subprocess.run([ERRBIND, *words], cwd=folder, env=environment(**variables),
                          capture_output=True, text=True, check=False, timeout=60)


def on_terminal(folder, *words, columns=80, **variables):
    return show([ERRBIND, *words], folder, environment(**variables), columns)


def columns_of(line):
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in line)


def project(folder):
    """A registry with its bindings, one of them edited, and another registry."""
    for name in ("schema", "templates", "out"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copytree(ROOT / "schema", folder / "old")
    subprocess.run([ERRBIND, "generate", "-q"], cwd=folder, check=True)
    header = folder / "out/c/include/vendor_errors/keyless.h"
    header.write_text(header.read_text().replace("Face not matching", "Face differs"))
    old = folder / "old/vendors/keyless.yaml"
    old.write_text(old.read_text().replace("    codes:\n", "    codes:\n      - {code: 30999, name: "
                   "removed_code, title: Removed, category: user, condition: face_mismatch}\n", 1))
    return folder


def commands():
    lines = piped("/", "--help").stdout.splitlines()
    start = lines.index("Commands:") + 1
    return [line.split()[0] for line in lines[start:lines.index("", start)]]


# ---- help

@test
def every_help_is_one_screen(_):
    expect(len(commands()) >= 7, *commands())
    for words in [["--help"], *([name, "--help"] for name in commands())]:
        done = piped("/", *words)
        lines = done.stdout.splitlines()
        expect(done.returncode == 0 and not done.stderr, words, done.stderr)
        expect(len(lines) <= 24, f"{words} has {len(lines)} lines", *lines)
        for line in lines:
            expect(columns_of(line) <= 80, f"{words} is {columns_of(line)} columns wide", line)
        expect("\033" not in done.stdout, f"{words} has colours")


@test
def help_names_every_option_once(_):
    for name in commands():
        text = piped("/", name, "--help").stdout
        options = re.findall(r"^ +(?:-\w, )?--([a-z-]+)", text, re.MULTILINE)
        expect(len(options) == len(set(options)), *options)
        expect({"color", "quiet", "help"} <= set(options), *options)
        expect(text.startswith(f"usage: errbind {name} [options]"), text)
        answer = piped("/", "complete", name, "--").stdout.splitlines()[1:]
        offered = [line.split("\t")[0][2:] for line in answer]
        expect(sorted(offered) == sorted(options), name, *offered)


@test
def help_of_a_command_is_asked_for_in_three_ways(_):
    for name in commands():
        texts = {piped("/", *words).stdout for words in
                 ([name, "--help"], [name, "-h"], ["help", name])}
        expect(len(texts) == 1, *texts)
    expect(piped("/", "help").stdout == piped("/", "--help").stdout == piped("/", "-h").stdout)


@test
def what_is_misspelt_is_suggested(_):
    for words, suggested in ((["genrate"], "generate"), (["imp"], "import"), (["help", "lst"], "list"),
                             (["lint", "--shema", "x"], "--schema"), (["diff", "--change"], "--changelog"),
                             (["generate", "--vendor", "keyles"], "keyless")):
        done = piped(ROOT, *words)
        expect(done.returncode == 2 and not done.stdout, words, done.stdout)
        expect(f"did you mean '{suggested}'?" in done.stderr, done.stderr)


@test
def the_man_page_has_every_command_and_option(_):
    """In its synopsis each command has the options of its help, and each is described."""
    page = (ROOT / "generator/errbind.1").read_text()
    synopsis = page[page.index(".Sh SYNOPSIS"):page.index(".Sh DESCRIPTION")]
    described = set(re.findall(r"\bFl -([a-z-]+)", page[page.index("The options are:"):
                                                       page.index(".Sh ENVIRONMENT")]))
    shown = {}
    for part in synopsis.split("\n.Nm\n")[1:]:
        if part.startswith(".Cm "):
            options = set(re.findall(r"Fl -([a-z-]+)", part.replace("Fl n", "Fl -dry-run")))
            shown.setdefault(part.split()[1], set()).update(options)
    expect(set(shown) == {*commands(), "help"}, *shown)
    for name in commands():
        text = piped("/", name, "--help").stdout
        options = set(re.findall(r"^ +(?:-\w, )?--([a-z-]+)", text, re.MULTILINE))
        expect(options <= described, name, *(options - described))
        own = options - {"color", "quiet", "help"}
        expect(own == shown[name], name, *(own ^ shown[name]))


@test
def the_man_page_is_clean(_):
    need("mandoc")
    done = subprocess.run(["mandoc", "-Tlint", "-Wstyle", ROOT / "generator/errbind.1"],
                          capture_output=True, text=True, check=False)
    expect(done.returncode == 0 and not done.stdout + done.stderr, done.stdout, done.stderr)


# ---- colour and width

RUNS = [["list"], ["lint"], ["lint", "--schema", "bad"], ["check"], ["diff", "old", "schema"],
        ["generate", "--dry-run"], ["import", "kettle", "page.md", "--schema", "kettle", "--check"]]


def broken(folder):
    """The same with a mistake in a line that is longer than a terminal is wide."""
    project(folder)
    shutil.copytree(folder / "schema", folder / "bad")
    path = folder / "bad/vendors/keyless.yaml"
    path.write_text(path.read_text().replace(
        "    codes:\n", "    codes:\n      - {code: 30998, name: one, title: " + "A long title " * 9
        + ", category: user, condition: face_mishap, description: " + "Long. " * 20 + "}\n", 1))
    shutil.copytree(ROOT / "tests/import/schema", folder / "kettle")
    page = (ROOT / "tests/import/pages/kettle.md").read_text()
    (folder / "page.md").write_text(page.replace("differs between", "is not the same on"))
    return folder


@test
def colour_is_for_terminals_and_for_who_asks(folder):
    broken(folder)
    for words in RUNS:
        quiet = words[0] == "generate" or words == ["lint"]
        colored = "\033[" in on_terminal(folder, *words)[0]
        expect(colored != quiet, f"{words} on a terminal: colour is {colored}")
        for without in ({"NO_COLOR": "1"}, {"TERM": "dumb"}, {"TERM": None}):
            expect("\033" not in on_terminal(folder, *words, **without)[0], words, without)
            always = on_terminal(folder, *words, "--color", "always", **without)[0]
            expect(("\033[" in always) != quiet, f"{words} --color always, {without}")
        expect("\033" not in on_terminal(folder, *words, "--color=never")[0], words, "never")
        expect("\033[" in on_terminal(folder, *words, NO_COLOR="")[0] or quiet, words)
        done = piped(folder, *words)
        expect("\033" not in done.stdout + done.stderr, f"{words} in a pipe has colours")


@test
def colours_change_no_byte_of_the_text(folder):
    broken(folder)
    for words in RUNS:
        without, colored = piped(folder, *words), piped(folder, *words, "--color", "always")
        expect(plain(colored.stdout) == without.stdout, *words, colored.stdout)
        expect(plain(colored.stderr) == without.stderr, *words, colored.stderr)
        expect(colored.returncode == without.returncode, *words)
        for line in (colored.stdout + colored.stderr).splitlines():
            codes = re.findall(r"\033\[([0-9;]*)m", line)
            expect(not codes or codes[-1] == "0", "a colour does not end with its line", repr(line))
    for format in ("json", "github", "sarif"):
        done = piped(folder, "lint", "--schema", "bad", "--format", format, "--color", "always")
        expect("\033" not in done.stdout, f"{format} has colours")


@test
def a_diff_is_red_and_green(folder):
    broken(folder)
    text = piped(folder, "check", "--color", "always").stdout
    expect("\n\033[31m-" in text and "\n\033[32m+" in text and "\n\033[36m@@" in text, text)
    text = piped(folder, "diff", "old", "schema", "--color", "always").stdout
    expect("\033[31mbreaking\033[0m" in text, text)
    text = piped(folder, *RUNS[-1], "--color", "always").stdout
    expect("\033[32m{+" in text and "\033[31m[-" in text, text)


@test
def a_table_fits_the_terminal_and_is_whole_in_a_pipe(folder):
    project(folder)
    whole = piped(folder, "list", COLUMNS="60").stdout
    start, rows = whole.index("NAME"), whole.splitlines()[1:]
    expect(len(rows) > 150 and "…" not in whole, whole)
    for row in rows:
        expect(re.match(r".*  [a-z0-9_]+  ", row[start - 3:]), "it does not line up", row)
    for columns in (60, 80, 100, 132):
        text, status = on_terminal(folder, "list", columns=columns)
        widths = [columns_of(line) for line in plain(text).splitlines()]
        expect(status == 0 and len(widths) > len(rows), text)
        expect(max(widths) <= columns, f"{max(widths)} on {columns} columns", text)
    expect("…" not in on_terminal(folder, "list", columns=200)[0])
    narrow = plain(on_terminal(folder, "list", columns=80)[0])
    for row in rows:  # a code that is cut would be none
        expect(row.split("  ")[0] in narrow and row[whole.index("CODE"):start].strip() in narrow, row)
    expect(max(map(columns_of, plain(on_terminal(folder, "list", columns=200, COLUMNS="70")[0])
                   .splitlines())) <= 70, "COLUMNS does not count")


@test
def an_excerpt_fits_and_its_caret_stands_below(folder):
    broken(folder)
    for columns in (60, 80, 120):
        text, status = on_terminal(folder, "lint", "--schema", "bad", columns=columns)
        lines = plain(text).splitlines()
        expect(status == 1, text)
        at = next(i for i, line in enumerate(lines) if re.match(r" +\d+ \| ", line))
        shown, caret = lines[at], lines[at + 1]
        expect(columns_of(shown) <= columns, f"{columns_of(shown)} on {columns} columns", shown)
        start = caret.index("^")
        expect(shown[start:start + 11] == "face_mishap", shown, caret)
        expect(caret.rstrip() == caret[:start] + "^" + "~" * 10, caret)


@test
def a_person_is_told_the_sum_and_a_script_is_not(folder):
    broken(folder)
    text, _ = on_terminal(folder, "lint", "--schema", "bad")
    expect("1 error" in plain(text).splitlines()[-1], text)
    text, _ = on_terminal(folder, "lint")
    expect("no mistakes" in plain(text).splitlines()[-1], text)
    expect(not on_terminal(folder, "lint", "-q")[0])
    done = piped(folder, "lint")
    expect(not done.stdout and not done.stderr, done.stdout, done.stderr)
    piped(folder, "generate")
    text, status = on_terminal(folder, "check")
    expect(status == 0 and "as generated" in text, text)
    done = piped(folder, "check")
    expect(not done.stdout and not done.stderr, done.stdout, done.stderr)


@test
def nothing_waits_in_a_pager(folder):
    project(folder)
    pager = folder / "pager"
    pager.write_text(f"#!/bin/sh\ntouch '{folder}/paged'\ncat\n")
    pager.chmod(0o755)
    text, status = on_terminal(folder, "list", PAGER=str(pager), LESS="")
    expect(status == 0 and text.count("\n") > 150, text)
    expect(not (folder / "paged").exists(), "PAGER was run")


# ---- completions

def answer(folder, *words):
    """(what the shell adds, {candidate: meaning}) for the words behind errbind."""
    done = piped(folder, "complete", *words)
    expect(done.returncode == 0, words, done.stderr)
    files, *lines = done.stdout.splitlines()
    return files, dict(line.split("\t") for line in lines)


@test
def a_meaning_is_a_title_alone(folder):
    project(folder)
    file = folder / KEYLESS
    file.write_text(file.read_text().replace("title: Spoofing", 'title: "Spoofing" # a prediction'))
    expect(answer(folder, "explain", "keyless", "30000") == ("none", {"30000": "Spoofing"}),
           answer(folder, "explain", "keyless", "30000"))


@test
def what_fits_is_offered(folder):
    project(folder)
    for words, files, candidates in (
            ([""], "none", set(commands())),
            (["g"], "none", {"generate"}),
            (["he"], "none", {"help"}),
            (["help", "d"], "none", {"diff"}),
            (["generate", "--list-"], "none", {"--list-inputs", "--list-outputs"}),
            (["generate", "--dep"], "none", {"--depfile"}),
            (["generate", "--depfile", ""], "files", set()),
            (["generate", "--out", "o"], "folders", set()),
            (["generate", "--out="], "folders", set()),
            (["generate", "--target", ""], "none",
             {path.name for path in (ROOT / "templates").iterdir() if path.is_dir()}),
            (["generate", "--target", "c,kot"], "none", {"c,kotlin"}),
            (["generate", "--target", "kotlin,kot"], "none", set()),
            (["generate", "--target=swift,typ"], "none", {"--target=swift,typescript"}),
            (["check", "-q", "--vendor", "p"], "none", {"pingone_recognize", "private_id"}),
            (["lint", "--format", ""], "none", {"text", "json", "github", "sarif"}),
            (["lint", "--format=s"], "none", {"--format=sarif"}),
            (["list", "--format", ""], "none", {"text", "json"}),
            (["list", "--color", "n"], "none", {"never"}),
            (["diff", "--fail-on", ""], "none", {"breaking", "risky", "never"}),
            (["diff", ""], "folders", {"git:HEAD"}),
            (["diff", "old", "s"], "folders", set()),
            (["diff", "old", "schema", ""], "none", set()),
            (["import", "f"], "none", {"faceki"}),
            (["import", "faceki", ""], "files", set()),
            (["import", "--check", "faceki", ""], "files", set()),
            (["render", ""], "files", set()),
            (["render", "--print-context", "ekyc"], "none", {"ekyc_ocr", "ekyc_face"}),
            (["list", "--", "-"], "none", set()),
            (["explain", "key"], "none", {"keyless"}),
            (["explain", "400"], "none", {"40000", "40001", "40002", "400"}),
            (["explain", "keyless", "400"], "none", {"40000", "40001", "40002"}),
            (["explain", "keyless", "512", "400"], "none", {"40000", "40001", "40002"}),
            (["explain", "ekyc_face", "FailedOperation.CompareL"], "none",
             {"FailedOperation.CompareLowSimilarity"}),
            (["explain", "--", "-7"], "none", {"-7"}),
            (["explain", "--format", "j"], "none", {"json"}),
            (["nonsense", ""], "none", set()),
            (["lint", "--nonsense", ""], "none", set())):
        found, offered = answer(folder, *words)
        expect((found, set(offered)) == (files, candidates), words, found, *sorted(offered))
    expect(answer(folder, "import", "k")[1]["keyless"] == "Keyless")
    expect(answer(folder, "explain", "keyless", "30004")[1]["30004"] == "Face not matching")
    expect(answer(folder, "explain", "")[1] == answer(folder, "import", "")[1])
    expect(answer(folder, "g")[1]["generate"] == "Write the bindings")


@test
def another_registry_is_asked_and_none_is_no_trouble(folder):
    project(folder)
    (folder / "schema").rename(folder / "other")
    expect(answer(folder, "check", "--vendor", "f") == ("none", {}))
    expect(set(answer(folder, "check", "--schema", "other", "--vendor", "f")[1]) == {"faceki"})
    expect(answer(pathlib.Path("/"), "import", "") == ("none", {}))
    path = folder / "other/vendors/keyless.yaml"
    path.write_text(path.read_text().replace("title: Keyless\n", "title: [\n"))
    answer(folder, "check", "--schema=other", "--vendor", "")


# What is typed, with the Tab key as "\t", and the words that errbind then gets.
TYPED = [
    ("gen\t--dry\t", ["generate", "--dry-run"]),
    ("generate --target c,kot\t", ["generate", "--target", "c,kotlin"]),
    ("generate --target=c,kot\t", ["generate", "--target=c,kotlin"]),
    ("lint --format gi\t", ["lint", "--format", "github"]),
    ("check --format=sa\t", ["check", "--format=sarif"]),
    ("check --vendor pri\t", ["check", "--vendor", "private_id"]),
    ("import key\tpag\t", ["import", "keyless", "page with blanks.md"]),
    ("explain keyless 3000\t4", ["explain", "keyless", "30004"]),
    ("explain keyless 5\t37", ["explain", "keyless", "537"]),
    ("explain ekyc_face FailedOperation.CompareL\t",
     ["explain", "ekyc_face", "FailedOperation.CompareLowSimilarity"]),
    ("explain -- -7\t", ["explain", "--", "-7"]),
    ("diff sch\t git:HE\t", ["diff", "schema/", "git:HEAD"]),
    ("diff 'sch\t", ["diff", "schema/"]),
]


def type_to(folder, start, words, cancel="\x03"):
    """Types each line of TYPED to a shell and compares what its errbind gets."""
    got = folder / "got"
    program = folder / "bin/errbind"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\n[ \"$1\" = complete ] && exec '{ERRBIND}' \"$@\"\n"
                       f"printf '%s\\n' \"$@\" >'{got}'\n")
    program.chmod(0o755)
    (folder / "page with blanks.md").write_text("")
    variables = environment(PATH=f"{folder}/bin:{os.environ['PATH']}", HOME=str(folder),
                            ZDOTDIR=str(folder), XDG_CONFIG_HOME=f"{folder}/config",
                            XDG_DATA_HOME=f"{folder}/data", TERM="vt100")
    shell = Screen(words, folder, variables, 200)
    try:
        shell.read(0.5)
        shell.type(start + "\n")
        shell.read(0.5)
        for typed, expected in TYPED:
            got.unlink(missing_ok=True)
            for part in re.findall(r"[^\t]+|\t", "errbind " + typed):
                shell.type(part)
                shell.read(0.4 if part == "\t" else 0.05)
            quote = "'" if typed.count("'") % 2 and not plain(
                shell.text.decode(errors="replace")).rstrip().endswith("'") else ""
            shell.type(quote + "\n")
            for _ in range(10):
                shell.read(0.2)
                if got.exists():
                    break
            found = got.read_text().splitlines() if got.exists() else None
            if found != expected and found:  # a shell may leave off the slash behind a folder
                found = [word if word in expected or word + "/" not in expected else word + "/"
                         for word in found]
            expect(found == expected, repr(typed), found,
                   plain(shell.text.decode(errors="replace"))[-1500:])
    finally:
        shell.type(f"{cancel}exit\n")
        shell.read(0.3)
        shell.close()


@test
def bash_completes(folder):
    need("bash")
    project(folder)
    type_to(folder, f"source '{ROOT}/generator/errbind.bash'", ["bash", "--norc", "--noprofile", "-i"])


@test
def zsh_completes(folder):
    need("zsh")
    project(folder)
    (folder / "functions").mkdir()
    shutil.copy(ROOT / "generator/errbind.zsh", folder / "functions/_errbind")
    type_to(folder, f"fpath=('{folder}/functions' $fpath); autoload -Uz compinit; compinit -u -D; "
            "setopt no_list_beep", ["zsh", "-f", "-i"])


@test
def fish_completes(folder):
    need("fish")
    project(folder)
    type_to(folder, f"source '{ROOT}/generator/errbind.fish'", ["fish", "--no-config", "-i"])


def main():
    chosen = [function for function in TESTS if not sys.argv[1:] or
              any(word in function.__name__.replace("_", " ") for word in sys.argv[1:])]
    failed = 0
    for number, function in enumerate(chosen, 1):
        name = function.__name__.replace("_", " ")
        with tempfile.TemporaryDirectory(prefix="errbind-terminal-") as scratch:
            try:
                function(pathlib.Path(scratch).resolve())
                print(f"ok {number} - {name}", flush=True)
            except Skip as reason:
                print(f"ok {number} - {name} # SKIP {reason}", flush=True)
            except Exception as problem:  # whatever it is, the other tests go on
                failed += 1
                text = str(problem) if isinstance(problem, AssertionError) else repr(problem)
                print(f"not ok {number} - {name}", flush=True)
                for line in text.splitlines()[:60]:
                    print(f"# {line}")
    print(f"1..{len(chosen)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
