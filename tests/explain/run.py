#!/usr/bin/env python3
"""Runs `errbind explain` as people and pipes do: on a terminal, line by line, without end.

What it prints for given inputs is in tests/golden/explain-*. Prints TAP.
"""
import fcntl
import json
import os
import pathlib
import pty
import random
import resource
import select
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
ERRBIND = os.environ.get("ERRBIND", str(ROOT / "build" / "errbind"))
BASE = ROOT / "tests" / "golden" / "explain-base"
ARROW = "\u2190".encode()
PATIENCE = 20  # seconds until something that should come soon is said not to come


def environment(**variables):
    result = dict(os.environ, LC_ALL="C.UTF-8", TERM="xterm")
    for name in ("NO_COLOR", "COLUMNS"):
        result.pop(name, None)
    result.update(variables)
    return result


def start(*arguments, **options):
    options.setdefault("env", environment())
    return subprocess.Popen([ERRBIND, "explain", *arguments], cwd=BASE, **options)


def read_until(file, wanted):
    """What comes from a descriptor until it holds what is wanted, or all of it."""
    got = b""
    end = time.monotonic() + PATIENCE
    while wanted not in got and time.monotonic() < end:
        if not select.select([file], [], [], end - time.monotonic())[0]:
            break
        try:
            part = os.read(file, 65536)
        except OSError:  # the other end of a terminal is gone
            break
        if not part:
            break
        got += part
    return got


def on_terminal(*arguments, width=80, text=b"", **variables):
    """What explain writes to a terminal of a width, with text on standard input."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, width, 0, 0))
    attributes = termios.tcgetattr(slave)
    attributes[1] &= ~termios.OPOST
    termios.tcsetattr(slave, termios.TCSANOW, attributes)
    child = start(
        *arguments, stdin=subprocess.PIPE, stdout=slave, stderr=slave, env=environment(**variables)
    )
    os.close(slave)
    child.stdin.write(text)
    child.stdin.close()
    got = read_until(master, b"never")
    child.wait(PATIENCE)
    os.close(master)
    return got


def piped(*arguments, text=b"", **options):
    return subprocess.run(
        [ERRBIND, "explain", *arguments], cwd=BASE, env=environment(), input=text,
        capture_output=True, timeout=120, **options,
    )


def equal(actual, expected):
    if actual != expected:
        raise AssertionError(f"{actual!r} is not {expected!r}")


def colors_a_terminal():
    assert b"\033[1macme 30007\033[0m" in on_terminal("lockout")
    assert b"\033[36m" in on_terminal("-", text=b"errorCode=30007\n")


def leaves_out_color_where_asked():
    for variables in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        assert b"\033" not in on_terminal("lockout", **variables)
    assert b"\033" not in on_terminal("lockout", "--color", "never")
    assert b"\033[" in on_terminal("lockout", NO_COLOR="")
    assert b"\033" not in piped("lockout").stdout


def fits_the_width_of_the_terminal():
    for width in (40, 60, 80, 100, 200):
        for line in on_terminal("acme", "30004", "service_error", width=width, NO_COLOR="1").decode().split("\n"):
            word = (line.split() or [""])[-1]
            assert len(line) <= width or 30 + len(word) > width, (width, line)
    wide = on_terminal("30004", width=200, NO_COLOR="1").decode().split("\n")
    assert max(map(len, wide)) <= 100, "lines of text are no longer than one reads well"


def takes_COLUMNS_over_the_terminal():
    equal(on_terminal("30004", width=200, COLUMNS="50", NO_COLOR="1"),
          on_terminal("30004", width=50, NO_COLOR="1"))


def keeps_a_terminal_from_being_controlled():
    text = b"errorCode=30007 \033]0;title\007\033[2J\x9b\xc2\x9b\0\b\xe2\x80\xae\033[31mred\r\n"
    shown = on_terminal("-", text=text, NO_COLOR="1").split(b"\n")[0]
    equal(shown, "errorCode=30007 ^[]0;title^G^[[2J\ufffd\ufffd^@^H\ufffd^[[31mred".encode())


def keeps_the_colors_of_a_log_on_a_terminal():
    shown = on_terminal("-", text=b"\033[31mred\033[2J\n").split(b"\n")[0]
    equal(shown, b"\033[31mred^[[2J\033[0m")


def passes_bytes_through_a_pipe():
    generator = random.Random(30004)
    for _ in range(20):
        text = bytes(generator.choice(b'\0\n\r\t "[]{}:=-07a.\xff\xc3\xa9\x1b') for _ in range(3000))
        for end in (b"", b"\n"):
            done = piped("-", text=text + end)
            equal(done.stdout, text + end)
            equal(done.returncode, 0)


def answers_each_line_at_once():
    child = start("-", stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    for _ in range(3):
        os.write(child.stdin.fileno(), b"errorCode=30007\nhalf a line")
        assert ARROW + b" acme 30007" in read_until(child.stdout.fileno(), ARROW + b" acme 30007 lockout")
    child.stdin.close()
    equal(child.wait(PATIENCE), 0)
    child.stdout.close()


def reads_a_line_that_comes_in_pieces():
    child = start("-", stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    for part in (b"error", b"Code=30", b"007", b"\n"):
        os.write(child.stdin.fileno(), part)
        time.sleep(0.02)
    child.stdin.close()
    got = read_until(child.stdout.fileno(), b"never")
    child.stdout.close()
    child.wait(PATIENCE)
    assert got.startswith(b"errorCode=30007\n  " + ARROW + b" acme 30007"), got


def sums_up_when_interrupted():
    child = start("-", stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    os.write(child.stdin.fileno(), b"errorCode=31999\n")
    read_until(child.stdout.fileno(), b"is not in the registry\n")
    child.send_signal(signal.SIGINT)
    got = read_until(child.stdout.fileno(), b"never")
    equal(child.wait(PATIENCE), 1)
    child.stdin.close()
    child.stdout.close()
    assert b"1 code is not in the registry: 31999\n" in got, got


def ends_where_nobody_reads_on():
    reader, writer = os.pipe()
    child = start("-", stdin=subprocess.PIPE, stdout=writer, stderr=subprocess.PIPE)
    os.close(writer)
    os.close(reader)
    try:
        child.stdin.write(b"line\n" * 100000)
        child.stdin.close()
    except BrokenPipeError:
        pass
    child.stderr.close()
    assert child.wait(PATIENCE) != 0


def says_what_cannot_be_read():
    folder = os.open("/", os.O_RDONLY)
    done = subprocess.run([ERRBIND, "explain", "-"], cwd=BASE, env=environment(), stdin=folder, capture_output=True)
    os.close(folder)
    equal((done.returncode, done.stdout), (2, b""))
    assert b"cannot read standard input" in done.stderr, done.stderr


def limit_memory():
    resource.setrlimit(resource.RLIMIT_AS, (64 << 20, 64 << 20))


def takes_lines_of_any_length():
    for blank in (b" ", b"x"):
        text = blank * (12 << 20) + b" errorCode=30007 " + blank * (2 << 20) + b"\nend"
        done = piped("-", text=text, preexec_fn=None if os.environ.get("SANITIZE") else limit_memory)
        equal(done.returncode, 0)
        first, rest = done.stdout.split(b"\n", 1)
        equal(first + b"\nend", text)
        assert rest.startswith(b"  " + ARROW + b" acme 30007"), rest


def takes_logs_without_end_in_bounded_memory():
    lines = b"".join(
        b'{"errorCodes":[%d, 30004],"error":"lockout"} AcmeError.user(.FaceNotMatching)\n' % code
        for code in range(100000, 120000)
    )
    keeps_its_memory(lines)
    keeps_its_memory(lines.replace(b"\n", b" "))  # a line without end


def keeps_its_memory(lines):
    # AddressSanitizer would keep what is freed for a while.
    child = start(
        "-", "--format", "json", stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
        env=environment(ASAN_OPTIONS="quarantine_size_mb=1"),
    )
    peaks = []
    for _ in range(4):  # what it needs at all, it has after the first
        child.stdin.write(lines)
        child.stdin.flush()
        peaks.append(peak_of(child.pid))
    child.stdin.close()
    equal(child.wait(120), 1)
    if peaks[1]:
        assert peaks[3] <= peaks[1] + 1024, f"the memory grows: {peaks} KB"


def peak_of(process):
    """The most memory that a process has had, in KB; 0 where the system does not say."""
    try:
        for line in open(f"/proc/{process}/status"):
            if line.startswith("VmHWM:"):
                return int(line.split()[1])
    except OSError:
        pass
    return 0


def counts_each_unknown_code():
    lines = b"".join(b"errorCode=%d\n" % code for code in range(90000, 92000)) + b"errorCode=90000\n"
    done = piped("-", text=lines)
    equal(done.returncode, 1)
    summary = done.stdout[done.stdout.index(b"\n\n"):]
    assert b"over 1000 codes are not in the registry: 90000 (2 times)," in summary.replace(b"\n", b" ").replace(b"  over", b"over"), summary[:200]
    assert b" 90999\n" in summary


def keeps_unknown_codes_from_controlling_a_terminal():
    text = b'"errorCode":"New\xc2\x9b2J_\xff\xe2\x80\xae" errorCode=31999\n'
    for shown in (on_terminal("-", text=text, NO_COLOR="1"), piped("-", text=text).stdout[len(text):]):
        assert b"\xc2\x9b" not in shown and b"\xff" not in shown, shown
        assert "New\ufffd2J_\ufffd\ufffd is not in the registry".encode() in shown, shown
    found = piped("-", "--format", "json", text=text).stdout.splitlines()[0]
    equal(json.loads(found)["query"], "New\ufffd2J_\ufffd\ufffd")


def takes_no_time_for_odd_words():
    for word in (b"A_", b"a.", b"_", b"errorCode=", b"[", b'"errorCode":', b"-7", b"1", b"\xff"):
        done = piped("-", text=word * ((2 << 20) // len(word)) + b"\n")
        assert done.returncode in (0, 1)


def write_registry(folder, count):
    """A registry with one domain of so many codes."""
    (folder / "registry.yaml").write_text(
        "registry: many\nversion: 1.0.0\nconditions: conditions.yaml\nvendors: [many.yaml]\ntargets: [play, toy]\n"
    )
    (folder / "conditions.yaml").write_text(
        "conditions:\n  - {name: gone, title: Gone, description: Gone., retry: never, audience: user}\n"
    )
    codes = "".join(
        f"      - {{code: {10000 + n}, name: name_{n}, title: Title {n}, condition: gone, description: Gone.}}\n"
        for n in range(count)
    )
    (folder / "many.yaml").write_text(
        "vendor: many\ntitle: Many\ndomains:\n  - domain: many\n    title: Many\n    code_type: integer\n    codes:\n" + codes
    )


def seconds_of(folder, *arguments):
    """How long explain keeps the processor."""
    child = start("--schema", folder, *arguments, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    assert child.returncode in (0, 1), child.returncode
    return usage.ru_utime


def takes_many_questions_in_bounded_memory():
    with tempfile.TemporaryDirectory() as name:
        write_registry(pathlib.Path(name), 2000)
        questions = [f"missing_{n}" for n in range(1500)]
        done = piped("--schema", name, *questions, preexec_fn=None if os.environ.get("SANITIZE") else limit_memory)
    equal((done.returncode, done.stderr), (1, b""))


def takes_long_questions():
    with tempfile.TemporaryDirectory() as name:
        write_registry(pathlib.Path(name), 10)
        seconds = seconds_of(name, "x" * 120000)
    assert seconds < 1, f"{seconds} seconds"


def takes_as_long_for_each_code_of_few_or_many():
    seconds = []
    for count in (1000, 4000):
        with tempfile.TemporaryDirectory() as name:
            write_registry(pathlib.Path(name), count)
            seconds.append(seconds_of(name, "--format", "json", "many"))
    assert seconds[1] < 8 * seconds[0], f"{seconds} seconds"


def writes_json_that_is_json():
    done = piped("--format", "json", "30004", "service_error", "nothing", b"\xff\"\n")
    answers = json.loads(done.stdout)
    equal([answer["match"] for answer in answers], ["code"] * 2 + ["condition"] * 6 + [None] * 2)
    listed = json.loads(subprocess.run([ERRBIND, "list", "--format", "json"], cwd=BASE, capture_output=True).stdout)
    by_name = {(code["domain"], code["name"]): code for code in listed["codes"]}
    for answer in answers[:8]:
        code = by_name[answer["domain"], answer["name"]]
        equal({key: answer[key] for key in code}, code)
        equal(sorted(answer["symbols"]), ["play", "toy"])
    for line in piped("-", "--format", "json", text=b"x\nerrorCodes [7, 1, \xff]\n").stdout.splitlines():
        equal(json.loads(line)["line"], 2)


def main():
    tests = [
        colors_a_terminal, leaves_out_color_where_asked, fits_the_width_of_the_terminal,
        takes_COLUMNS_over_the_terminal, keeps_a_terminal_from_being_controlled,
        keeps_the_colors_of_a_log_on_a_terminal, passes_bytes_through_a_pipe,
        answers_each_line_at_once, reads_a_line_that_comes_in_pieces, sums_up_when_interrupted,
        ends_where_nobody_reads_on, says_what_cannot_be_read, takes_lines_of_any_length,
        takes_logs_without_end_in_bounded_memory, counts_each_unknown_code,
        keeps_unknown_codes_from_controlling_a_terminal, takes_no_time_for_odd_words,
        takes_many_questions_in_bounded_memory, takes_long_questions,
        takes_as_long_for_each_code_of_few_or_many, writes_json_that_is_json,
    ]
    failed = 0
    for number, test in enumerate(tests, 1):
        name = test.__name__.replace("_", " ")
        try:
            test()
            print(f"ok {number} - {name}")
        except Exception as problem:  # each test by itself
            failed += 1
            print(f"not ok {number} - {name}")
            for line in f"{type(problem).__name__}: {problem}"[:1500].splitlines():
                print(f"# {line}")
    print(f"1..{len(tests)}")
    return 1 if failed else 0


sys.exit(main())
