"""Tests on pages that mean harm, or were cut or damaged on their way: errbind never crashes,
never writes half a thing, and says what is wrong."""
import os
import random
import time

from box import Box, equal, replace, require
from own import PAGES, SCHEMA, boxed, name_of, page

MEGABYTE = 1 << 20

# What a page may say that a YAML file must not be confused by.
NASTY = [
    "no", "~", "null", "1.10", "2026-11-20", "0x1F", "- a: b", "a: b", "a:", "? a", "a #b", "#a",
    "!!int 5", "&a *a", "*a", "%TAG", "@a", "|", "| a", "> a", ">-", "[a]", "{a: b}", "a, b",
    "'a'", "\"a\"", "it's", "a\\b", "\\", "\\n", "...", "--- a", "a'", "<<: a", "=", "${a}", "*/",
    "\"\"\"", "{{ a }}", "{% a %}", "é ü 漢字 🙂", "a\u00adb", "a\u200bb", "a\ufeffb", "e\u0301",
    "\u0085a", "a\u2028b", "a\ufffeb\U0001ffffc", "word " * 60, "w" * 300, "a" + "," * 120, "x " + "#" * 30, "a: " * 50,
]


def escape(text):
    return text.replace("&", "&amp;").replace("<", "&lt;")


def squeezed(text):
    """A text as it must arrive: what shows nothing is gone, white space is single spaces."""
    for nothing in "\u00ad\u200b\ufeff\ufffe\U0001ffff":
        text = text.replace(nothing, "")
    return " ".join(text.split())


def kettle_page(title, description):
    """The kettle's page as HTML with another title, another description and a new code."""
    rows = "".join(f"<tr><td>{code}<td>{text}" for code, text in (
        ("Heat.TooHigh", escape(description)), ("Heat.TooLow", "The heat isn't high enough."),
        ("Heat.Unknown", escape(description)), ("Heat.Slow", escape(description)),
        ("Heat.Uneven", escape(description)), ("Heat.New", escape(description))))
    return (f"<h2>Water errors</h2><table><tr><th>Error Code<th>Description<tr><td>1<td>{title}"
            f"<tr><td>2<td>{title}<tr><td>3<td>{title}</table><h2>Heat errors</h2><table>"
            f"<tr><th>Error Code<th>Description{rows}</table>")


def nasty_texts(box):
    for text in NASTY:
        box = Box(SCHEMA)
        says_something = any(c.isalnum() for c in text)
        box.run("kettle", kettle_page(escape(text), text), name="a.html")
        codes = box.codes("kettle")
        if says_something:
            for code in (1, 2, 3):
                equal(codes[code]["title"], squeezed(text))
            for code in ("Heat.TooHigh", "Heat.Unknown", "Heat.Slow", "Heat.Uneven", "Heat.New"):
                equal(codes[code]["description"], squeezed(text), text)
        equal(codes["Heat.TooLow"]["description"], "The heat isn't high enough.")
        box.settled("kettle", kettle_page(escape(text), text), name="a.html")
        box.close()


def terminal_codes(box):
    """Escape sequences and bidirectional controls of a page reach neither terminal nor file."""
    text = "red\x1b[31m \u202eevil\u2066 \x07bell\x9b"
    out = box.run("kettle", kettle_page(text, text), name="a.html")
    require(not set("\x1b\u202e\u2066\x07\x9b") & set(out + box.path("kettle").read_text()), out)
    equal(box.codes("kettle")[1]["title"], "red[31m evil bell")


def too_long_texts(box):
    changes, notes = box.report("kettle", kettle_page("a " * 3000, "b " * 3000), name="a.html")
    equal({c["kind"] for c in changes}, {"blocked", "added"}, changes)
    require(any("left out" in note["message"] for note in notes))
    require("description" not in box.path("kettle").read_text().split("Heat.New")[1])


def huge_pages(box):
    for name in ("a.md", "a.html", "a.txt", "a"):
        path = box.write_page(b"<p>" + b"x" * (100 * MEGABYTE), name)
        start = time.monotonic()
        text = box.run("kettle", path, status=2)
        require("more than 8 MiB" in text and time.monotonic() - start < 20, text)
        path.unlink()


def floods(box):
    """A page of what takes readers long: all end in time, with a report or an error."""
    size = MEGABYTE // 2
    for name, piece in (("a.html", "<div>"), ("a.html", "<table><tr><td>"), ("a.html", "<b></i>"),
                        ("a.html", "<table><td rowspan=1000 colspan=1000>x</table>"),
                        ("a.html", "&lt;&#65;&nosuch;"), ("a.html", "<!--"), ("a.html", "<a b="),
                        ("a.html", "<h2>Water errors</h2>"), ("a.md", "- "), ("a.md", "> "),
                        ("a.md", "["), ("a.md", "![a]("), ("a.md", "*a_"), ("a.md", "`"),
                        ("a.md", "|a"), ("a.md", "<"), ("a.md", "|\n"),
                        ("a.md", "## Heat errors\n"), ("a.txt", "|\n"), ("a.txt", "|a|b|\n|-|-|\n"), ("a.txt", "\n"),
                        ("a.md", "```\nenum E {\n```\n"), ("a.md", "enum GrinderError {")):
        text = page("kettle") + "\n\n" + piece * (size // len(piece))
        path = box.write_page(text, name)
        box.errbind("import", "kettle", path, "--check", timeout=60)
        box.unchanged()


def entity_bomb(box):
    entities = "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(20))
    text = (f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a "ha">{entities}'
            '<!ENTITY x SYSTEM "file:///etc/passwd">'
            '<!ENTITY % d SYSTEM "http://127.0.0.1:9/d">%d;]>' + kettle_page("&t; &x;", "&t;"))
    start = time.monotonic()
    box.errbind("import", "kettle", box.write_page(text, "a.html"))
    require(time.monotonic() - start < 20)
    require("root:" not in box.path("kettle").read_text())


def no_page(box):
    """What is no page is trouble, and says so."""
    os.mkfifo(box.folder / "pipe")
    for path, words in ((box.folder / "none.md", "no such file"), (box.folder, "is a folder"),
                        (box.folder / "pipe", "pipe"),
                        (box.write_page(page("kettle").encode("utf-16"), "b.md"), "UTF-8"),
                        (box.write_page(page("kettle").encode() + b"\xff", "c.md"), "UTF-8"),
                        (box.write_page(page("kettle") + "\0", "d.md"), "NUL"),
                        (box.write_page("", "e.md"), "no table"),
                        (box.write_page(page("brewer"), "f.md"), "no table")):
        text = box.run("kettle", path, status=2)
        require(words in text, text)


def wrong_data(box):
    """Sections, columns, enums and lines that the page does not have are trouble."""
    for vendor, old, new, words in (
            ("kettle", "## Heat errors", "## Warmth errors", "under a heading 'Heat errors'"),
            ("brewer", "What to do</th>", "Advice</th>", "column 'Notes / What to do'"),
            ("grinder", "enum PanelError", "enum Panel", "has an enum 'PanelError'"),
            ("roaster", "(Code: ", "(Error: ", "no lines like these")):
        text = box.run(vendor, page(vendor).replace(old, new), status=2, name=name_of(vendor))
        require(words in text, text)


def cut_short(box):
    text = page("roaster")
    words = box.run("roaster", text[:text.index("BEAN_EMPTY")], status=2, name="page.txt")
    require("1 of the 3 codes" in words, words)


def damaged_lock(box):
    lock = box.path("brewer").with_suffix(".lock")
    for text in ("<<<<<<< ours\n", "brewer: 1\n", "a: {1: {title: x}}\n", "a: &x {}\n", ""):
        lock.write_text(text)
        box.before = box.files()
        box.run("brewer", page("brewer"), status=2)


def broken_registry(box):
    box.edit("kettle", ("condition: empty", "condition: nowhere"))
    require("nowhere" in box.run("brewer", page("brewer"), status=2))


def brackets(box):
    """Where codes are written in a way that import cannot add to, it says so."""
    text = box.path("grinder").read_text()
    text = text.replace("      - {code: 'KEY_STUCK'", "      [{code: 'KEY_STUCK'")
    box.path("grinder").write_text(text.replace("condition: broken}\n", "condition: broken}]\n"))
    box.before = box.files()
    text = page("grinder").replace("'KEY_STUCK'\n", "'KEY_STUCK', NEW\n")
    said = box.run("grinder", text, status=2)
    require("dashes" in said, said)


def not_writable(box):
    if os.geteuid() == 0:
        return
    os.chmod(box.path("kettle").parent, 0o555)
    box.run("kettle", kettle_page("a", "b"), status=2, name="a.html")
    os.chmod(box.path("kettle").parent, 0o755)


def links_and_modes(box):
    """A vendor file that is a link stays one, and keeps its mode."""
    target = box.folder / "schema" / "real.yaml"
    os.rename(box.path("kettle"), target)
    os.chmod(target, 0o640)
    os.symlink("../real.yaml", box.path("kettle"))
    box.before = box.files()
    box.run("kettle", kettle_page("a", "b"), name="a.html")
    require(box.path("kettle").is_symlink() and target.stat().st_mode & 0o777 == 0o640)
    equal([p.name for p in target.parent.iterdir() if "import" in p.name], [])


def damaged_pages(box):
    """Pages cut anywhere, and with bytes changed: whatever comes of it, the registry loads."""
    dice = random.Random(7)
    for vendor in PAGES:
        whole = page(vendor).encode()
        for _ in range(40):
            data = bytearray(whole[:dice.randrange(len(whole))] if dice.random() < 0.3 else whole)
            for _ in range(dice.randrange(6)):
                data[dice.randrange(len(data) or 1):][:1] = b""
                if data:
                    data[dice.randrange(len(data))] = dice.choice(b"<>|&#{}'\"\n \\-`*[](A0;")
            box = Box(SCHEMA)
            before = box.path(vendor).read_text().splitlines()
            done = box.errbind("import", vendor, box.write_page(bytes(data), name_of(vendor)),
                               "--retire")
            box.codes(vendor)
            if done.returncode == 2:
                box.unchanged()
            after = box.path(vendor).read_text().splitlines()
            kept = [line for line in before if line in after]
            names = [line for line in before if "name:" in line or "condition:" in line]
            require(all(line in kept or "{code" in line for line in names), bytes(data))
            box.close()


TESTS = [nasty_texts, terminal_codes, too_long_texts, huge_pages, floods, entity_bomb, no_page,
         wrong_data, cut_short, damaged_lock, broken_registry, brackets, not_writable,
         links_and_modes, damaged_pages]


def run(tap):
    for function in TESTS:
        tap.test(f"hostile: {function.__name__}", boxed, function)
