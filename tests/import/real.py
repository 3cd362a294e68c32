"""Tests on copies of the vendors' own pages, which are not in this repository, and on our registry
as it is: the codes, titles and names that import reads are those of the registry, the pages as they
are leave nothing to do, and each is edited in every way that a vendor may edit it."""
import re

from box import DOCS, ROOT, Box, equal, replace, require, swap_columns

PAGES = {
    "keyless": ("keyless-mobile-sdk.md", 24),
    "pingone_recognize": ("pingone-recognize-web-sdk.md", 57),
    "ekyc": ("ekyc.md", 54),
    "faceki": ("faceki.txt", 24),
    "private_id": ("privateid-session-api.txt", 17),
}
# Names that do not come from the page alone.
OWN_NAMES = {30007: "lockout", 20005: "sdk_configure_failed_legacy",
             523: "new_device_activation_lockout"}


def page(vendor):
    return (DOCS / PAGES[vendor][0]).read_text()


def name_of(vendor):
    return PAGES[vendor][0]


def nothing_to_do(box, vendor):
    path = DOCS / name_of(vendor)
    require("nothing to do" in box.run(vendor, path))
    box.run(vendor, path, "--check")
    box.unchanged()


def line_ends(box, vendor):
    box.run(vendor, page(vendor).replace("\n", "\r\n"), "--check", name=name_of(vendor))


def all_codes(box, vendor):
    """From a registry with one code a domain, import finds all others, with title and name."""
    ours = box.codes(vendor)
    equal(len(ours), PAGES[vendor][1])
    text = box.path(vendor).read_text()
    box.path(vendor).write_text(re.sub(r"      absent: .*\n", "", text))
    box.path(vendor).with_suffix(".lock").unlink()
    keep_half(box, vendor)
    box.run(vendor, page(vendor), name=name_of(vendor))
    found = box.codes(vendor)
    equal(sorted(map(str, found)), sorted(str(code) for code in ours if code != 523))
    for code, row in found.items():
        equal(row["title"], ours[code]["title"])
        equal(row["category"], ours[code]["category"])
        if code not in OWN_NAMES:
            equal(row["name"], ours[code]["name"])


def keep_half(box, vendor):
    """Leaves out every second code of a vendor's file, and all that refers to codes."""
    lines, keep, count = [], True, 0
    for line in box.path(vendor).read_text().splitlines(keepends=True):
        if line.startswith("      - code: "):
            keep, count = count % 2 == 0 and " 523\n" not in line, count + 1
        elif not line.startswith("        ") and line.strip() and not line.startswith("      #"):
            keep = True
        if keep and not re.match(r"        (see_also|deprecated: \{replaced_by)", line):
            lines.append(line)
    box.path(vendor).write_text("".join(lines))
    box.before = box.files()


def kinds(changes):
    return [(change["kind"], change["code"]) for change in changes]


# For each vendor: a new row, the place it goes before, a row to remove, to reword, to renumber.
EDITS = {
    "keyless": {
        "add": ("<tr><td>Camera denied</td>", "<tr><td>Camera covered</td><td><code>30042</code>"
                "</td><td>It is dark.</td><td>Uncover it.</td></tr>", 30042, "camera_covered"),
        "remove": (r"<tr><td>Rejected</td>.*?</tr>", 30008),
        "reword": (r"(<code>30009</code></td><td>)[^<]*", 30009),
        "renumber": ("<code>30009</code>", "<code>30019</code>", 30009, 30019),
    },
    "pingone_recognize": {
        "add": ("| `EXCEPTION`  ", "| `CAMERA_COVERED` | It is dark |\n", "CAMERA_COVERED",
                "camera_covered"),
        "remove": (r"\| `KEY_UNSET`.*?\n|>   KEY_UNSET = .*?\n", "KEY_UNSET"),
        "reword": (r"(\| `RUNTIME_VIOLATION` *\|)[^|]*", "RUNTIME_VIOLATION"),
        "renumber": ("`USER_LOCKED_OUT`  ", "`USER_LOCKED_OFF`  ", "USER_LOCKED_OUT",
                     "USER_LOCKED_OFF"),
    },
    "ekyc": {
        "add": ("| 9108 ", "| 9109 | Alarm for torn certificate |\n", 9109, "torn_certificate"),
        "remove": (r"\| FailedOperation.SilentThreshold.*?\n", "FailedOperation.SilentThreshold"),
        "reword": (r"(\| FailedOperation.LipVoiceDetect *\|)[^|]*",
                   "FailedOperation.LipVoiceDetect"),
        "renumber": ("| 9107 ", "| 9106 ", 9107, 9106),
    },
    "faceki": {
        "add": ("AGE_MISMATCH\n(Code: 5014)\nAGE", "CAMERA_COVERED\n(Code: 5042)\nCAMERA_COVERED\n"
                "(Code: 5042)Description: It is dark.\n", 5042, "camera_covered"),
        "remove": (r"KYC_FAILED\n\(Code: 5008\).*?\n", 5008),
        "reword": (r"(\(Code: 5010\)Description: ).*", 5010),
        "renumber": ("(Code: 8024)", "(Code: 8025)", 8024, 8025),
    },
    "private_id": {
        "add": ("| -14 ", "| -13 | CAMERA_COVERED | Fatal | Camera Covered — It is dark. |\n",
                -13, "camera_covered"),
        "remove": (r"\| -22 .*?\n", -22),
        "reword": (r"(\| -15 \|.* — )[^|]*", -15),
        "renumber": ("| -8 ", "| -18 ", -8, -18),
    },
}


def row_added(box, vendor):
    place, row, code, name = EDITS[vendor]["add"]
    text = replace(page(vendor), (place, row + place))
    changes, _ = box.report(vendor, text, name=name_of(vendor))
    equal(kinds(changes), [("added", code)])
    require(all(line.startswith("+") for line in box.diff(vendor)), box.diff(vendor))
    codes = box.codes(vendor)
    equal((codes[code]["name"], codes[code]["condition"]), (name, "unclassified"))
    last = [c for c in codes if codes[c]["category"] == codes[code]["category"]
            and codes[c]["domain"] == codes[code]["domain"]]
    equal(last[-1], code)
    box.settled(vendor, text, name=name_of(vendor))


def row_removed(box, vendor):
    pattern, code = EDITS[vendor]["remove"]
    text = re.sub(pattern, "", page(vendor))
    require(text != page(vendor), pattern)
    changes, _ = box.report(vendor, text, name=name_of(vendor))
    equal(kinds(changes), [("removed", code)])
    equal(box.diff(vendor), [])
    box.report(vendor, text, "--retire", name=name_of(vendor))
    equal(box.diff(vendor), ["+        deprecated: {note: The vendor's page no longer lists it.}"])
    require(box.codes(vendor)[code]["deprecated"])
    box.settled(vendor, text, name=name_of(vendor))


def text_reworded(box, vendor):
    pattern, code = EDITS[vendor]["reword"]
    text = re.sub(pattern, r"\1 Words that nobody wrote before. ", page(vendor))
    box.run(vendor, text, "--check", status=1, name=name_of(vendor))
    box.unchanged()
    changes, _ = box.report(vendor, text, name=name_of(vendor))
    equal(kinds(changes), [("review", code)])
    require("{+Words that nobody wrote before.+}" in changes[0]["marked"] or
            "words-]" in changes[0]["marked"], changes)
    equal(box.diff(vendor), [])
    box.settled(vendor, text, name=name_of(vendor))
    box.run(vendor, text, "--check", name=name_of(vendor))


def code_renumbered(box, vendor):
    old, new, code, number = EDITS[vendor]["renumber"]
    text = replace(page(vendor), (old, new))
    changes, _ = box.report(vendor, text, name=name_of(vendor))
    equal(sorted(kinds(changes)), [("added", number), ("removed", code)])
    hint = [change["message"] for change in changes if change["kind"] == "removed"][0] or ""
    require(str(number) in hint, changes)
    box.settled(vendor, text, name=name_of(vendor))


def columns_swapped(box, vendor):
    text = page(vendor)
    if vendor == "faceki":
        return
    if vendor == "private_id":
        head, http = text.split("| HTTP Status Code", 1)
        text = swap_columns(head, 0, 3) + "| HTTP Status Code" + http
    else:
        text = swap_columns(text, 0, 1)
    require(text != page(vendor))
    box.run(vendor, text, "--check", name=name_of(vendor))


def new_section(box, vendor):
    """A table of codes in a new section: read where no section is asked for, else reported."""
    if vendor == "faceki":
        return
    rows = {"keyless": ["| Error | Code | Description |", "| Dark | 50000 | It is dark. |"],
            "pingone_recognize": ["| **Error** | **Description** |", "| `DARK` | It is dark |"],
            "ekyc": ["| Error Code | Description |", "| 9201 | Alarm for the dark |"],
            "private_id": ["| HTTP Status Code | Meaning | Possible Causes |",
                           "| 418 | Dark | It is dark. |"]}
    head, row = rows[vendor]
    rule = re.sub("[^|]+", "---", head)
    text = page(vendor) + "\n\n" + "\n".join(["## Other errors", "", head, rule, row, ""])
    changes, _ = box.report(vendor, text, name=name_of(vendor))
    expected = {"keyless": ("blocked", None), "pingone_recognize": ("added", "DARK"),
                "ekyc": ("blocked", None), "private_id": ("added", 418)}
    equal(kinds(changes), [expected[vendor]])
    box.run(vendor, text, "--check", name=name_of(vendor),
            status=int(expected[vendor][0] == "blocked"))


def special_edits(box, vendor):
    """An enum member more, an escaped pipe."""
    if vendor != "pingone_recognize":
        return
    text = replace(page(vendor), (">   EXCEPTION = 'EXCEPTION',\n",
                                  ">   EXCEPTION = 'EXCEPTION',\n>   NEW_ONE = 'NEW_ONE',\n"),
                   ("  NONCANCELABLE =", "  LAST_ONE = 'LAST_ONE',\n  NONCANCELABLE ="))
    text = re.sub(r"(\| `MEDIA_DEVICES_NO_VIDEO_INPUTS` *\|)[^|]*", r"\1 No \\| few cameras ", text)
    changes, _ = box.report(vendor, text)
    equal(sorted(kinds(changes)), [("added", "LAST_ONE"), ("added", "NEW_ONE"),
                                   ("review", "MEDIA_DEVICES_NO_VIDEO_INPUTS")])
    require([c["page"] for c in changes if c["page"] == "No | few cameras"], changes)


TESTS = [nothing_to_do, line_ends, all_codes, row_added, row_removed, text_reworded,
         code_renumbered, columns_swapped, new_section, special_edits]


def boxed(function, vendor):
    box = Box(ROOT / "schema")
    try:
        function(box, vendor)
    finally:
        box.close()


def run(tap):
    for vendor, (name, _) in PAGES.items():
        for function in TESTS:
            title = f"{vendor}: {function.__name__}"
            if (DOCS / name).is_file():
                tap.test(title, boxed, function, vendor)
            else:
                tap.skip(title, f"no {name} in VENDOR_DOCS")
