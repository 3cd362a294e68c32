"""The blocks of code of a document, and how each of them is run.

  sh        commands, run by sh -eu in a copy of the repository; they must succeed
  console   commands behind "$ " (a line behind "> " goes on), below each what it prints: compared
            line by line, errors included; a line of "…" stands for any lines
  diff      a change, applied by patch -p1
  others    a file, where the first line is a comment that names it; a handler, which is compiled
            and run; a file that the suite consumers runs; or a part of a file of schema/

What fits none of these is a mistake, so that nothing is shown that is not tried.
"""
import pathlib
import re
import subprocess

FENCE = re.compile(r"^```([a-z]*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
FILE = re.compile(r"^(?:#|//) ((?:[\w.-]+/)+[\w.-]+)\n")
MARK = "-- the command above ended --"


class Block:
    def __init__(self, name, text, match):
        self.language, self.text = match[1], match[2]
        self.place = f"{name}:{text.count(chr(10), 0, match.start()) + 1}"


def blocks(name, text):
    found = [Block(name, text, match) for match in FENCE.finditer(text)]
    assert 2 * len(found) == text.count("\n```") + text.startswith("```"), f"{name}: odd fences"
    return found


def execute(script, folder, environment, words):
    done = subprocess.run([*words, "-c", script], cwd=folder, env=environment, text=True,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, check=False, timeout=900)
    return done.returncode, done.stdout


def run_sh(block, folder, environment):
    status, printed = execute(block.text, folder, environment, ["sh", "-eu"])
    return [f"it ended with {status}", *printed.splitlines()[-20:]] if status else []


def commands_of(text):
    """(command, expected lines) of a session."""
    commands = []
    for line in text.splitlines():
        if line.startswith("$ "):
            commands.append((line[2:], []))
        elif not commands:
            raise ValueError("it does not start with '$ '")
        elif line.startswith("> ") and not commands[-1][1]:
            commands[-1] = (f"{commands[-1][0]}\n{line[2:]}", [])
        else:
            commands[-1][1].append(line)
    return commands


def is_expected(expected, printed):
    pattern = "".join(r"(?:.*\n)*?" if line == "…" else re.escape(line) + "\n" for line in expected)
    return re.fullmatch(pattern, printed) is not None


def run_console(block, folder, environment):
    try:
        commands = commands_of(block.text)
    except ValueError as problem:
        return [str(problem)]
    script = "last=0\n" + "".join(
        f"(exit $last)\n{command}\nlast=$?\necho '{MARK}'\n" for command, _ in commands)
    _, printed = execute(script, folder, environment, ["sh"])
    parts = printed.split(MARK + "\n")
    if len(parts) != len(commands) + 1:
        return ["the session ended early", *printed.splitlines()[-20:]]
    for (command, expected), part in zip(commands, parts):
        if not is_expected(expected, part):
            return [f"$ {command}", "prints", *part.splitlines(), "and not", *expected]
    return []


def run_diff(block, folder, environment):
    done = subprocess.run(["patch", "-p1", "--forward"], cwd=folder, env=environment, text=True,
                          input=block.text, capture_output=True, check=False)
    return (done.stdout + done.stderr).splitlines() if done.returncode else []


def write_file(block, folder):
    path = folder / FILE.match(block.text)[1]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(block.text)
    return []


def holds(folder, text):
    return any(path.read_text(errors="replace") == text
               for path in pathlib.Path(folder).iterdir() if path.is_file())


def is_part_of(folder, text):
    """The file below a folder that has the text, or None."""
    for path in sorted(folder.rglob("*.yaml")):
        if text in path.read_text():
            return path.name
    return None


def run_block(block, folder, environment, elsewhere, handlers):
    """(lines that say what is wrong, what was done)."""
    if block.language == "sh":
        return run_sh(block, folder, environment), "runs"
    if block.language == "console":
        return run_console(block, folder, environment), "prints what it shows"
    if block.language == "diff":
        return run_diff(block, folder, environment), "applies"
    if holds(elsewhere, block.text):
        return [], "is what the suite consumers runs"
    if block.language in handlers:
        return handlers[block.language](block, folder, environment), "compiles and does the same"
    if FILE.match(block.text):
        return write_file(block, folder), "is a file for the next blocks"
    if block.language == "yaml" and is_part_of(folder / "schema", block.text):
        return [], f"is part of {is_part_of(folder / 'schema', block.text)}"
    return ["nothing says how this block is tried; see tests/readme/document.py"], "is shown"
