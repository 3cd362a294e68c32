"""Tests on pages of our own, in pages/, in each of the five shapes that import reads."""
import re
import shutil
import subprocess

from box import ERRBIND, HERE, Box, equal, replace, require, swap_columns

SCHEMA = HERE / "schema"
DEPRECATED = "+        deprecated: {note: The vendor's page no longer lists it.}"
PAGES = {"brewer": "brewer.md", "grinder": "grinder.md", "kettle": "kettle.md",
         "roaster": "roaster.txt", "steamer": "steamer.txt"}


def page(vendor):
    return (HERE / "pages" / PAGES[vendor]).read_text()


def name_of(vendor):
    return PAGES[vendor]


def nothing_to_do(box, vendor):
    text = box.run(vendor, HERE / "pages" / PAGES[vendor])
    require("nothing to do" in text, text)
    box.run(vendor, HERE / "pages" / PAGES[vendor], "--check")
    box.unchanged()


def line_ends(box, vendor):
    box.run(vendor, page(vendor).replace("\n", "\r\n"), "--check", name=name_of(vendor))


def spacing(box, vendor):
    """Blank space, markup and a byte order mark are no change."""
    text = page(vendor).replace("|\n", "|  \n").replace("| `", "|    `").replace("` ", "`   ")
    text = "\ufeff" + text.replace("</td><td>", "</td>\n <td>\u00a0<b> </b>").replace(" the ", "  the\u2003")
    box.run(vendor, text, name=name_of(vendor))
    box.unchanged()


# ---- what happens to codes

def added(box):
    text = replace(page("brewer"), (
        "</td></tr></tbody></table>\n\n## Hardware",
        "</td></tr><tr><td>No beans: \"none\"</td><td>101</td><td>" + "The hopper is empty. " * 9 +
        "</td><td>Add: beans</td></tr></tbody></table>\n\n## Hardware"))
    changes, _ = box.report("brewer", text)
    equal([(c["kind"], c["code"], c["name"]) for c in changes],
          [("added", 101, "no_beans_none")])
    words = "+          The hopper is empty. The hopper is empty. The hopper is empty. The hopper is"
    lines = box.diff("brewer")
    equal(lines[:7], [
        "+      # review: new on the page, whose words these are",
        "+      - code: 101",
        "+        name: no_beans_none",
        "+        title: \"No beans: \\\"none\\\"\"",
        "+        category: supply",
        "+        condition: unclassified",
        "+        description: >-"])
    require(all(len(line) <= 101 for line in lines) and lines[7].startswith(words), lines)
    equal(lines[-2:], ["+        recommendation: \"Add: beans\"", "+"])
    file = box.path("brewer").read_text()
    require("        condition: empty\n        # it may leak, too\n\n      # review" in file, file)
    require("      # No row, only" in file)
    done = box.errbind("lint", "--format", "json")
    require(done.returncode == 1 and "unclassified" in done.out, done.out)
    box.settled("brewer", text)


def added_last(box):
    """In a list without empty lines, in a file whose last line has no end."""
    box.edit("grinder", ("condition: broken}\n", "condition: broken}"))
    text = replace(page("grinder"), ("'KEY_STUCK'\n", "'KEY_STUCK',\n  KEY_LOST = 'KEY_LOST',\n"))
    box.run("grinder", text)
    equal(box.path("grinder").read_text().splitlines()[-6:], [
        "      - {code: 'KEY_STUCK', name: key_stuck, title: KEY_STUCK, condition: broken}",
        "      # review: new on the page, whose words these are",
        "      - code: 'KEY_LOST'",
        "        name: key_lost",
        "        title: KEY_LOST",
        "        condition: unclassified"])
    require(not box.path("grinder").read_text().endswith("\n"), "the last line got an end")
    box.settled("grinder", text)


def removed(box):
    text = replace(page("roaster"), ("BEAN_EMPTY\n(Code: 400)\n", ""), (
        "BEAN_EMPTY\n(Code: 400)Description: The roaster has no beans. Write to "
        "help@roaster.example\n", ""))
    changes, _ = box.report("roaster", text, name="page.txt")
    equal([(c["kind"], c["code"], c["name"]) for c in changes], [("removed", 400, "bean_empty")])
    box.unchanged()
    box.run("roaster", text, "--check", status=1, name="page.txt")
    changes, _ = box.report("roaster", text, "--retire", name="page.txt")
    equal([c["kind"] for c in changes], ["retired"])
    equal(box.diff("roaster"), [DEPRECATED])
    require(box.codes("roaster")[400]["deprecated"]["note"])
    box.settled("roaster", text, name="page.txt")
    box.run("roaster", text, "--check", name="page.txt")
    changes, _ = box.report("roaster", page("roaster"), name="page.txt")
    equal(changes, [])


def retired_in_braces(box):
    text = replace(page("kettle"), ("| 2 |  Alarm for cold water |\n", ""))
    box.run("kettle", text, "--retire")
    require("condition: empty, deprecated: {note: The vendor's page no longer lists it.}}"
            in box.path("kettle").read_text())


def renumbered(box):
    text = replace(page("brewer"), ("<td>201</td>", "<td>202</td>"))
    changes, _ = box.report("brewer", text)
    equal([(c["kind"], c["code"], c["name"]) for c in changes],
          [("added", 202, "heater_off_202"), ("removed", 201, "heater_off")])
    require("renumbered" in changes[1]["message"] and "202" in changes[1]["message"], changes)
    box.settled("brewer", text)


def deleted_by_hand(box):
    """A code that was deleted here, but is on the page, comes back."""
    text = box.path("roaster").read_text()
    start = text.index("      - code: 8024")
    box.path("roaster").write_text(text[:start])
    box.before = box.files()
    changes, _ = box.report("roaster", page("roaster"), name="page.txt")
    equal([(c["kind"], c["name"]) for c in changes], [("added", "already_roasted")])


def blocked(box):
    """What may not be added is said, and the rest is imported."""
    box.edit("roaster", ("    codes:\n", "    reserved: {codes: [77]}\n    codes:\n"))
    text = page("roaster") + "OLD_ONE\n(Code: 77)Description: x\nNEW_ONE\n(Code: 78)\n"
    changes, _ = box.report("roaster", text, name="page.txt")
    equal([(c["kind"], c["code"]) for c in changes], [("blocked", 77), ("added", 78)])
    box.before = box.files()
    text = replace(page("steamer"), ("| -20 |", "| -21 | X | Warning | Y |\n| -20 |"))
    changes, _ = box.report("steamer", text, "--check", status=1, name="page.txt")
    equal([(c["kind"], c["code"]) for c in changes], [("blocked", -21)])
    text = replace(page("brewer"), ("<td>999</td>", "<td>199</td>"))
    changes, _ = box.report("brewer", text)
    equal([(c["kind"], c["code"]) for c in changes], [("blocked", 199)])


def new_section(box):
    text = replace(page("brewer"), (
        "## Examples", "## Software errors\n\n| Code | Error | Description |\n|---|---|---|\n"
        "| 300 | Crash | It crashed. |\n\n| Code | Country |\n|---|---|\n| 49 | DE |\n\n"
        "## Examples"))
    changes, _ = box.report("brewer", text)
    equal([(c["kind"], c["code"]) for c in changes], [("blocked", None)])
    require("'Software errors'" in changes[0]["message"] and "1 code " in changes[0]["message"])
    box.run("brewer", text, "--check", status=1)
    box.edit("brewer", ("      columns:\n", "        - {heading: Software errors, category: "
                        "hardware}\n      columns:\n"))
    changes, _ = box.report("brewer", text)
    equal([(c["kind"], c["code"]) for c in changes], [("added", 300)])


def other_columns(box):
    for vendor, first, second in (("brewer", 1, 2), ("kettle", 0, 1), ("steamer", 0, 3)):
        text = swap_columns(page(vendor), first, second)
        require(text != page(vendor))
        text = text.replace("| Possible Causes | Meaning | HTTP", "| HTTP")
        box.run(vendor, text, "--check", name=name_of(vendor))


def moved(box):
    """A code in another section stays where it is, and is reported once."""
    row = re.search("<tr><td>Heater off.*?</tr>", page("brewer")).group()
    text = replace(page("brewer"), (row, ""))
    text = text.replace("</td></tr></tbody></table>\n\n## Hardware",
                        "</td></tr>" + row + "</tbody></table>\n\n## Hardware")
    changes, _ = box.report("brewer", text)
    equal([(c["kind"], c["field"], c["ours"], c["page"]) for c in changes],
          [("review", "category", "hardware", "supply")])
    box.settled("brewer", text)


# ---- what happens to texts

def own_words_stay(box):
    text = replace(page("brewer"), ("draws current but does not turn", "draws too much current"))
    box.run("brewer", text, "--check", status=1)
    box.unchanged()
    changes, _ = box.report("brewer", text)
    equal([(c["kind"], c["code"], c["field"], c["ours"], c["marked"]) for c in changes],
          [("review", 200, "description", "The pump doesn't turn.",
            "The pump motor draws [-5 words-] {+too much current.+}")])
    equal(box.diff("brewer"), [])
    box.settled("brewer", text)
    box.run("brewer", text, "--check")


def titles_follow(box):
    text = replace(page("brewer"), ("<p>Pump stuck</p>", "<p>Pump jammed</p>"))
    changes, _ = box.report("brewer", text)
    equal([(c["kind"], c["marked"]) for c in changes], [("followed", "Pump [-stuck-] {+jammed+}")])
    equal(box.diff("brewer"), ["-        title: Pump stuck", "+        title: Pump jammed"])
    equal(box.codes("brewer")[200]["name"], "pump_stuck")


def vendors_words_follow(box):
    """In every style of YAML, and nothing else changes."""
    text = replace(page("kettle"), ("heat is too high", "heat is far too high"),
                   ("isn't high", "isn't nearly high"), ("is \"unknown\"", "is \"un\\known\""),
                   ("right side of", "right half of"), ("rises slowly", "rises very slowly"),
                   ("hard water", "hard, [chalky] water"), ("cold water", "the cold water's"))
    changes, _ = box.report("kettle", text)
    equal({c["kind"] for c in changes}, {"followed"})
    equal(box.diff("kettle"), [
        "-      - {code: 1, name: hard_water, title: Alarm for hard water, condition: broken}",
        "-      - {code: 2, name: cold_water, title: 'Alarm for cold water', condition: empty}",
        "+      - {code: 1, name: hard_water, title: \"Alarm for hard, [chalky] water\", "
        "condition: broken}",
        "+      - {code: 2, name: cold_water, title: 'Alarm for the cold water''s', "
        "condition: empty}",
        "-        description: The heat is too high.   # plain",
        "+        description: The heat is far too high.   # plain",
        "-        description: 'The heat isn''t high enough.'",
        "+        description: 'The heat isn''t nearly high enough.'",
        "-        description: \"The heat is \\\"unknown\\\".\"",
        "+        description: \"The heat is \\\"un\\\\known\\\".\"",
        "-          The heat differs between the left side and the right side of the kettle, which "
        "happens",
        "+          The heat differs between the left side and the right half of the kettle, which "
        "happens",
        "-          The heat rises slowly.",
        "+          The heat rises very slowly."])
    box.settled("kettle", text)


def long_words_follow(box):
    """A text that becomes too long for its line is folded, but not before a comment."""
    more = "The heat is " + "much " * 20 + "too high."
    text = replace(page("kettle"), ("The heat is too high.", more),
                   ("The heat isn't high enough.", more.replace("high", "low")))
    box.run("kettle", text)
    equal(box.diff("kettle")[:2], ["-        description: The heat is too high.   # plain",
                                   f"+        description: {more}   # plain"])
    box = Box(SCHEMA)
    box.edit("kettle", ("   # plain", ""))
    box.run("kettle", text)
    equal(box.diff("kettle")[1], "+        description: >-")
    equal(box.codes("kettle")["Heat.TooHigh"]["description"], more)
    box.close()


def new_text(box):
    """A text that the page did not have comes in where the vendor's words are kept."""
    table = page("kettle").replace("| Error Code   | Description                      |",
                                   "| Error Code | Description | Advice |")
    table = table.replace("| :----------: | :------------------------------: |",
                          "|---|---|---|")
    text = replace(table, ("| The heat is too high.            |",
                           "| The heat is too high. | Wait: cool. |"))
    box.edit("kettle", ("      columns: {code: Error Code, description: Description}",
                        "      columns: {code: Error Code, description: Description, "
                        "recommendation: Advice}"))
    box.run("kettle", text)
    equal(box.diff("kettle"), ["+        recommendation: \"Wait: cool.\""])
    changes, _ = Box(SCHEMA).report("brewer", replace(
        page("brewer"), ("turn.</td><td></td>", "turn.</td><td>Hit it.</td>")))
    equal([(c["kind"], c["field"], c["ours"]) for c in changes],
          [("review", "recommendation", None)])


def text_gone(box):
    text = replace(page("kettle"), ("| The heat is too high.            |", "| |"))
    changes, _ = box.report("kettle", text)
    equal([(c["kind"], c["field"]) for c in changes], [("review", "description")])
    equal(box.diff("kettle"), [])


def white_space(box):
    text = replace(page("kettle"), ("heat is too high", "heat istoo high"))
    changes, notes = box.report("kettle", text)
    equal(changes, [])
    require(any("white space" in note["message"] for note in notes), notes)
    equal(box.diff("kettle"), [])
    box.settled("kettle", text)


def already_ours(box):
    text = replace(page("kettle"), ("heat is too high", "heat is excessive"))
    box.edit("kettle", ("The heat is too high.", "The heat is excessive."))
    box.run("kettle", text, "--check")
    changes, _ = box.report("kettle", text)
    equal(changes, [])
    equal(box.diff("kettle"), [])
    box.settled("kettle", text)


def follows_in_crlf(box):
    file = box.path("kettle").read_bytes().replace(b"\n", b"\r\n")
    box.path("kettle").write_bytes(b"\xef\xbb\xbf" + file)
    box.before = box.files()
    text = replace(page("kettle"), ("right side of", "right half of"),
                   ("| 2 |", "| 3 | Alarm for soft water |\n| 2 |"))
    box.run("kettle", text)
    now = box.path("kettle").read_bytes()
    require(now.startswith(b"\xef\xbb\xbf#"), "the byte order mark is gone")
    equal(now.count(b"\n"), now.count(b"\r\n"), "line ends are mixed")
    box.settled("kettle", text)


def first_import(box):
    """Without a lock nothing is known of the past: texts of ours stay, the lock is written."""
    (box.folder / "schema" / "vendors" / "kettle.lock").unlink()
    box.before = box.files()
    text = replace(page("kettle"), ("heat is too high", "heat is excessive"))
    box.run("kettle", text, "--check", status=1)
    changes, _ = box.report("kettle", text)
    equal(changes, [])
    equal(box.diff("kettle"), [])
    box.settled("kettle", text)


def dates(box):
    box.run("brewer", page("brewer"), "--retrieved", "2026-12-24")
    equal(box.diff("brewer"), [
        "-    docs: {url: \"https://brewer.example/errors\", retrieved: 2026-11-20}",
        "+    docs: {url: \"https://brewer.example/errors\", retrieved: 2026-12-24}"])
    box.run("kettle", page("kettle"), "--retrieved", "2026-12-24")
    equal(box.diff("kettle"), ["+    docs: {retrieved: 2026-12-24}"] * 2)
    box.before = box.files()
    box.run("kettle", page("kettle"), "--retrieved", "2026-12-24")
    box.unchanged()
    box.run("brewer", page("brewer"), "--retrieved", "yesterday", status=2)


# ---- what the page says twice, or not

def contradictions(box):
    text = replace(page("grinder"), (">   DISC_WORN = 'DISC_WORN' // since 2.0\n", ""),
                   ("| `LID_OPEN`    |", "| — | No code here |\n| `LID_OPEN`    |"))
    _, notes = box.report("grinder", text)
    said = [(note["code"], note["message"]) for note in notes]
    for code, words in ((None, "a row has no code: No code here"),
                        ("DISC_WORN", "not in the enum GrinderError"),
                        ("LID_OPEN", "not in the enum GrinderError")):
        require(any(code == c and words in message for c, message in said), said)
    text = replace(page("steamer"), ("No Milk Left", "Wrong Nozzle"),
                   ("| -20 |", "| 1 | NO_MILK | Fatal | No Milk — Something else. |\n| -20 |"))
    _, notes = box.report("steamer", text, "--check", status=1, name="page.txt")
    said = " ".join(note["message"] for note in notes)
    require("the title 'Wrong Nozzle' twice, also for 1" in said, said)
    require("again with another description; the first counts" in said, said)


def enum_member_more(box):
    text = replace(page("grinder"),
                   (">   DISC_WORN", ">   MOTOR_HOT = 'MOTOR_HOT',\n>   DISC_WORN"))
    changes, notes = box.report("grinder", text)
    equal([(c["kind"], c["code"], c["name"]) for c in changes],
          [("added", "MOTOR_HOT", "motor_hot")])
    require(any(note["code"] == "MOTOR_HOT" for note in notes), notes)
    equal(box.diff("grinder")[1], "+      - code: \"MOTOR_HOT\"")


def escaped_pipes(box):
    text = replace(page("grinder"), ("no beans  ", "no \\| few beans"))
    changes, _ = box.report("grinder", text)
    equal([c["page"] for c in changes], ["The hopper reports no | few beans"])


HTML = """<!DOCTYPE html><html><head><meta charset=iso-8859-1><title>Water errors</title></head><body>
<nav><ul><li>Heat errors</ul></nav>
<h2>Water errors<a href='#w'>¶</a></h2>
<table><thead><tr><th>Error Code<th>Description</thead>
<tr><td>1<td>Alarm for hard water<tr><td>2<td>Alarm for cold water</table>
<h2>Heat errors</h2>
<table><tr><th>Error Code</th><th>Description</th></tr>
<tr><td>Heat.TooHigh</td><td>The heat is
 too <b>high</b>.</td></tr>
<tr><td>Heat.TooLow</td><td>The heat isn&#39;t high enough.</td></tr>
<tr><td>Heat.Unknown</td><td>The heat is &quot;unknown&quot;.</td></tr>
<tr><td>Heat.Uneven</td><td>The heat differs between the left side and the right side of the
kettle, which happens where it does not stand level.</td></tr>
<tr><td>Heat.Slow</td><td><p>The heat rises slowly.</p></td></tr></table></body></html>
"""


def as_html(box):
    """The same page saved as HTML by a browser, under any name."""
    box.run("kettle", HTML, "--check", name="saved.html")
    box.run("kettle", HTML, "--check", name="saved")


def without_its_program(box):
    """errbind alone, as it is where the libraries of pages are missing."""
    alone = box.folder / "errbind"
    shutil.copy(ERRBIND, alone)
    done = subprocess.run([alone, "import", "kettle", "page.md"], cwd=box.folder,
                          capture_output=True, text=True)
    equal(done.returncode, 2)
    require("errbind: there is no errbind-import" in done.stderr and "libxml2" in done.stderr,
            done.stderr)
    box.unchanged()


TESTS = [added, added_last, removed, retired_in_braces, renumbered, deleted_by_hand, blocked,
         new_section, other_columns, moved, own_words_stay, titles_follow, vendors_words_follow,
         long_words_follow, new_text, text_gone, white_space, already_ours, follows_in_crlf,
         first_import, dates, contradictions, enum_member_more, escaped_pipes, as_html,
         without_its_program]


def boxed(function, *arguments):
    box = Box(SCHEMA)
    try:
        function(box, *arguments)
    finally:
        box.close()


def run(tap):
    for vendor in PAGES:
        for function in (nothing_to_do, line_ends, spacing):
            tap.test(f"{vendor}: {function.__name__}", boxed, function, vendor)
    for function in TESTS:
        tap.test(f"own pages: {function.__name__}", boxed, function)
