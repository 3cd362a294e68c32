#!/usr/bin/env python3
"""The registry against the vendors' own error pages.

Reads the codes out of each page with a small parser for that page alone, and the registry through
`errbind list --format json`, then compares the two: codes, counts, titles, names, categories,
facts, deprecations, variants, and that no text of ours is the vendor's prose. Output is TAP.

  ERRBIND      the command (default: build/errbind of this repository)
  VENDOR_DOCS  the folder of the pages (default: ../shared/vendor-docs beside this repository); a
               page that is not there is skipped, by name
  PROSE_RUN    how many consecutive words of a page make a copy (default 12)

Python 3 standard library only.
"""
import html
import json
import os
import re
import subprocess
import sys
from urllib.parse import urljoin

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
ERRBIND = os.environ.get("ERRBIND") or os.path.join(ROOT, "build", "errbind")
DOCS = os.environ.get("VENDOR_DOCS") or os.path.join(ROOT, os.pardir, "shared", "vendor-docs")
PROSE_RUN = int(os.environ.get("PROSE_RUN") or 12)

# vendor: (page, number of codes, {domain: number of codes})
PAGES = {
    "keyless": ("keyless-mobile-sdk.md", 24, {"keyless": 24}),
    "pingone_recognize": ("pingone-recognize-web-sdk.md", 57,
                          {"recognize_web": 54, "recognize_web_components": 3}),
    "ekyc": ("ekyc.md", 54, {"ekyc_ocr": 6, "ekyc_face": 48}),
    "faceki": ("faceki.txt", 24, {"faceki": 24}),
    "private_id": ("privateid-session-api.txt", 17, {"private_id": 14, "private_id_http": 3}),
}
TOTAL = 176

# Facts of a row that the registry holds elsewhere than in the texts of the code.
# (domain, code): {fact: why it is not in the texts}
FACT_EXCEPTIONS = {
    # The cell says that the table is of this SDK, as every row here is.
    ("keyless", 30001): {"SDK": "the whole domain is the SDK's"},
    ("keyless", 30002): {"SDK": "the whole domain is the SDK's"},
}
# Words of ours that say no more than the page as a whole.
OUR_WORDS = {"SDK", "OCR"}


class Row:
    """One code as its page gives it."""

    def __init__(self, domain, code, title, name, text="", links=(), category=None, words=None):
        self.domain, self.code, self.title, self.name = domain, code, title, name
        self.text = text              # description and notes, plain, code spans still in backticks
        self.links = list(links)      # addresses in those cells
        self.category = category
        self.title_from = words       # for a code without a title: the text its words come from


# ---- helpers

def squeeze(text):
    return re.sub(r"\s+", " ", text).strip()


def snake(text):
    """The vendor's symbol in snake_case, split where the case changes."""
    text = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", text)
    text = re.sub(r"([A-Z])([A-Z][a-z])", r"\1_\2", text)
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")


def plain_html(cell):
    """A table cell of HTML without its markup; code spans become backticks."""
    cell = re.sub(r"<code>(.*?)</code>", r"`\1`", cell)
    return squeeze(html.unescape(re.sub(r"<[^>]*>", " ", cell)))


def md_links(cell):
    return re.findall(r"\]\(([^)\s]+)\)", cell)


def plain_md(cell):
    return squeeze(re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", cell))


def md_cells(line):
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def words(text):
    return re.findall(r"\w+", text.casefold())


def page_words(text):
    """The words of a whole page as a reader sees them: no tags, no link targets."""
    text = re.sub(r"\]\([^)\s]+\)", "] ", text)
    text = html.unescape(re.sub(r"<[^>]*>", " ", text))
    return words(text)


def runs(seq, n):
    return {tuple(seq[i:i + n]) for i in range(len(seq) - n + 1)}


FACT = re.compile(r"""
      `[^`]+`                                     # quoted as code
    | [\w.+-]+@[\w-]+(?:\.[\w-]+)+                # mail address
    | (?<![\w.])-?\d+(?:[._]\d+)*                 # number, version
    | [A-Za-z]\w*(?:[._]\w+)+                     # a.b, a_b
    | [A-Za-z]*[a-z][A-Z]\w*                      # camelCase, WebSocket
    | \b[A-Z]{2,}\w*                              # acronym, SYMBOL
""", re.VERBOSE)


def facts(text):
    found = set()
    for token in FACT.findall(text):
        token = token.strip("`").rstrip("()")
        if token:
            found.add(token)
    return found


def has_fact(fact, text):
    return re.search(r"(?<!\w)(?<!\d\.)" + re.escape(fact) + r"(?!\w)(?!\.\d)", text) is not None


# ---- the pages

def read_keyless(text):
    rows, mentioned = [], {}
    # The symbols of the sample code, which win over the titles.
    sample = set(re.findall(r"KeylessErrorCase\.(\w+)\.code", text))
    sample |= {s[0].lower() + s[1:] for s in re.findall(r"is KeylessUserError\.(\w+)", text)}
    sample |= set(re.findall(r"case \.(\w+):\s*\n\s*print", text))
    sample = {snake(s) for s in sample}
    ranges = {"User errors": "user", "Integration errors": "integration",
              "Internal errors": "internal", "Anti-Inject errors": "anti_inject"}
    for section in re.split(r"^## ", text, flags=re.M)[1:]:
        heading = section.splitlines()[0].strip()
        for tr in re.findall(r"<tr>(.*?)</tr>", section, re.S):
            cells = re.findall(r"<td>(.*?)</td>", tr, re.S)
            if not cells:
                continue
            code = int(plain_html(cells[1]).strip("`"))
            legacy = re.search(r"<em>Legacy</em>", cells[0])
            title = plain_html(cells[0].replace("<em>Legacy</em>", "")).strip("`")
            name = snake(title) + ("_legacy" if legacy else "")
            if name not in sample:
                better = [s for s in sample if name.endswith("_" + s)]
                name = better[0] if better else name
            body = " ".join(cells[2:])
            links = re.findall(r'href="([^"]+)"', body)
            rows.append(Row("keyless", code, title, name, plain_html(body), links,
                            ranges[heading]))
            for other in re.findall(r"<code>(\d+)</code>", body):
                mentioned.setdefault(int(other), plain_html(body))
    known = {row.code for row in rows}
    for code, where in sorted(mentioned.items()):
        if code not in known:                       # named in a note and nowhere else
            category = ("internal" if code < 20000 else "integration" if code < 30000 else "user")
            rows.append(Row("keyless", code, None, None, category=category, words=where))
    return rows, [(sample - {row.name for row in rows}, "symbols of the sample code without a row")]


def read_pingone(text):
    base = re.search(r"^canonical_url: (\S+)", text, re.M).group(1)

    def enum(name):
        body = re.search(r"enum " + name + r" \{(.*?)\}", text, re.S).group(1)
        return [value for _, value in re.findall(r"(\w+) = '(\w+)'", body)]

    table = {}
    for line in text.splitlines():
        m = re.match(r"\| `(\w+)`\s*\|(.*)\|\s*$", line)
        if m:
            table[m.group(1)] = m.group(2)
    rows = []
    for symbol in list(table) + [s for s in enum("KeylessError") if s not in table]:
        cell = table.get(symbol, "")
        rows.append(Row("recognize_web", symbol, symbol, symbol.lower(), plain_md(cell),
                        [urljoin(base, link) for link in md_links(cell)]))
    for symbol in enum("KeylessComponentsError"):
        rows.append(Row("recognize_web_components", symbol, symbol, symbol.lower(),
                        "internal error. Contact Support."))
    return rows, []


def read_ekyc(text):
    rows, domain = [], None
    for line in text.splitlines():
        if line.startswith("## "):
            domain = "ekyc_ocr" if "OCR" in line else "ekyc_face"
        if not line.startswith("|"):
            continue
        code, cell = md_cells(line)[:2]
        if code == "Error Code" or set(code) <= set(":-"):
            continue
        if domain == "ekyc_ocr":
            name = snake(re.sub(r"^Alarm for ", "", cell))
            rows.append(Row(domain, int(code), cell, name, cell))
        else:
            rows.append(Row(domain, code, code, snake(code), cell))
    return rows, []


def read_faceki(text):
    rows = {}
    lines = [line.strip() for line in text.splitlines()]
    for above, line in zip(lines, lines[1:]):
        m = re.match(r"\(Code: (\d+)\)(?:Description: (.*))?$", line)
        if m:
            row = rows.setdefault(int(m.group(1)),
                                  Row("faceki", int(m.group(1)), above, snake(above)))
            row.text = m.group(2) or row.text
        elif line.startswith("Description: "):      # 8024: on a line of its own
            code = re.match(r"\(Code: (\d+)\)", above).group(1)
            rows[int(code)].text = line[len("Description: "):]
    return list(rows.values()), [({r.code for r in rows.values() if not r.text},
                                  "codes whose description was not found")]


def read_private_id(text):
    rows, domain = [], None
    for line in text.splitlines():
        if not line.startswith("|"):
            continue
        cells = md_cells(line)
        if cells[0] == "Error Code":
            domain = "private_id"
        elif cells[0] == "HTTP Status Code":
            domain = "private_id_http"
        elif not re.match(r"-?\d+$", cells[0]):
            continue
        elif domain == "private_id":
            code, symbol, kind, body = cells
            title, dash, rest = body.partition(" \u2014 ")
            title, rest = (title, rest) if dash else (symbol, body)
            name = snake(title if symbol == "\u2014" else symbol)
            rows.append(Row(domain, int(code), title, name, rest, category=kind.lower()))
        else:
            code, meaning, causes = cells
            rows.append(Row(domain, int(code), meaning, snake(meaning), causes))
    return rows, []


READERS = {"keyless": read_keyless, "pingone_recognize": read_pingone, "ekyc": read_ekyc,
           "faceki": read_faceki, "private_id": read_private_id}


# ---- the tests

class Tap:
    def __init__(self):
        self.count, self.failed = 0, 0

    def test(self, name, problems):
        self.count += 1
        self.failed += bool(problems)
        print("%s %d - %s" % ("not ok" if problems else "ok", self.count, name))
        for problem in problems:
            print("# " + str(problem).replace("\n", " "))

    def skip(self, name, reason):
        self.count += 1
        print("ok %d - %s # SKIP %s" % (self.count, name, reason))


def load_registry():
    try:
        out = subprocess.run([ERRBIND, "list", "--format", "json"], cwd=ROOT,
                             stdout=subprocess.PIPE, check=True).stdout
        return json.loads(out.decode("utf-8"))["codes"]
    except (OSError, subprocess.CalledProcessError, ValueError, KeyError) as e:
        print("Bail out! cannot list the registry: %s" % e)
        sys.exit(1)


def show(code):
    return "%s %s" % (code["domain"], code["code"])


def own_texts(code):
    """The texts of a code that are ours, by field."""
    texts = {key: code[key] for key in ("description", "recommendation", "applies_to")}
    texts["deprecated.note"] = (code["deprecated"] or {}).get("note")
    return {key: text for key, text in texts.items() if text}


def fact_text(code):
    """Everything of a code that can hold a fact of its row; a link is compared as a link, so that
    the 5.0.1 in an address does not stand for the version."""
    parts = list(own_texts(code).values())
    parts.append(code["since"] or "")
    parts += [v for v in (code["deprecated"] or {}).values() if v]
    parts += [str(v) for v in code["see_also"] or []]
    return "\n".join(parts)


def check_codes(rows, codes, domain):
    page = [row.code for row in rows if row.domain == domain]
    ours = [code["code"] for code in codes if code["domain"] == domain]
    problems = ["on the page, not in the registry: %r" % c for c in page if c not in ours]
    problems += ["in the registry, not on the page: %r" % c for c in ours if c not in page]
    problems += ["%s twice: %r" % (what, c) for what, seq in (("page", page), ("registry", ours))
                 for c in sorted(set(seq)) if seq.count(c) > 1]
    return problems


def check_titles(pairs):
    problems = []
    for row, code in pairs:
        if row.title is not None:
            if code["title"] != row.title:
                problems.append("%s: title %r, page %r" % (show(code), code["title"], row.title))
        else:                                       # made of the words of the note that names it
            note = set(words(row.title_from))
            problems += ["%s: title word %r is not on the page" % (show(code), w)
                         for w in words(code["title"]) if w not in note]
    return problems


def check_names(pairs):
    return ["%s: name %s, page %s" % (show(code), code["name"], row.name)
            for row, code in pairs if row.name is not None and code["name"] != row.name]


def check_categories(pairs):
    return ["%s: category %s, page %s" % (show(code), code["category"], row.category)
            for row, code in pairs if code["category"] != row.category]


def check_facts(pairs):
    problems = []
    for row, code in pairs:
        text = fact_text(code)
        excepted = FACT_EXCEPTIONS.get((code["domain"], code["code"]), {})
        for fact in sorted(facts(row.text)):
            if not has_fact(fact, text) and fact not in excepted:
                problems.append("%s: lost %s" % (show(code), fact))
            if has_fact(fact, text) and fact in excepted:
                problems.append("%s: needs no exception for %s" % (show(code), fact))
        problems += ["%s: exception for %s, which is not in the row" % (show(code), fact)
                     for fact in excepted if fact not in facts(row.text)]
        problems += ["%s: lost link %s" % (show(code), link)
                     for link in row.links if link not in (code["links"] or [])]
        # Another code of the domain that the row names is a reference.
        others = {str(r.code): c["name"] for r, c in pairs if r.domain == row.domain}
        problems += ["%s: see_also lacks %s" % (show(code), fact)
                     for fact in sorted(facts(row.text) & set(others))
                     if fact not in [str(c) for c in code["see_also"] or []]]
        named = [others[fact] for fact in facts(row.text) if fact in others]   # replaced_by
        # What the row does not have is invented. (523 has no row, only a note beside another.)
        if row.title_from is None:
            problems += ["%s: invented %s" % (show(code), fact) for fact in sorted(facts(text))
                         if not has_fact(fact, row.text + " " + row.title)
                         and fact not in OUR_WORDS and fact not in named]
        if row.title_from is None:
            problems += ["%s: link %s is not on the page" % (show(code), link)
                         for link in code["links"] or [] if link not in row.links]
    return problems


def check_deprecations(pairs):
    """Deprecated is what the page calls no longer returned, superseded or replaced, and no more."""
    problems = []
    for row, code in pairs:
        gone = re.search(r"no longer (be )?returned|superseded|replaced by", row.text) is not None
        if gone != (code["deprecated"] is not None):
            problems.append("%s: %s" % (show(code), "not deprecated" if gone else "deprecated"))
        m = re.search(r"replaced by [a-z ]*`(\w+)`", row.text)
        named = [c["name"] for r, c in pairs if m and str(r.code) == m.group(1)]
        if [n for n in [(code["deprecated"] or {}).get("replaced_by")] if n] != named:
            problems.append("%s: replaced_by is not %s" % (show(code), named or "absent"))
    return problems


def check_variants(pairs):
    """What the page says of a variant only applies to that variant, all else to every one."""
    problems = []
    for row, code in pairs:
        m = re.search(r"([\w-]+ variant) only", row.text)
        variant = m.group(1) if m else None
        if code["applies_to"] != variant:
            problems.append("%s: applies_to %r, page %r"
                            % (show(code), code["applies_to"], variant))
    return problems


def check_advice(pairs):
    """Whom the page says to contact is in the recommendation."""
    return ["%s: the recommendation does not say whom to contact" % show(code)
            for row, code in pairs
            if re.search(r"\bcontact (us|support|\w+ team)\b|reach out", row.text, re.I)
            and not re.search(r"\b(contact|ask|send)\b.*(support|team|@)",
                              code["recommendation"] or "", re.I)]


def schema_texts():
    """The files of the schema folder whole, without addresses: the texts of categories and
    conditions are nowhere in the list."""
    texts = {}
    for folder, _, names in os.walk(os.path.join(ROOT, "schema")):
        for name in sorted(names):
            if name.endswith(".yaml"):
                path = os.path.join(folder, name)
                with open(path, encoding="utf-8") as f:
                    texts[os.path.relpath(path, ROOT)] = re.sub(r"https?://\S+", "", f.read())
    return texts


def check_prose(pages, codes):
    """No run of PROSE_RUN words of any page in any text of ours."""
    taken = {}
    for name, text in pages.items():
        for run in runs(page_words(text), PROSE_RUN):
            taken[run] = name
    ours = [("%s: %s" % (show(code), field), text)
            for code in codes for field, text in own_texts(code).items()]
    ours += sorted(schema_texts().items())
    return ["%s has the words of %s: %s" % (where, taken[run], " ".join(run))
            for where, text in ours for run in sorted(runs(words(text), PROSE_RUN))
            if run in taken]


def main():
    tap = Tap()
    codes = load_registry()
    pages, found = {}, 0
    for vendor, (page, count, domains) in PAGES.items():
        path = os.path.join(DOCS, page)
        ours = [code for code in codes if code["vendor"] == vendor]
        if not os.path.isfile(path):
            tap.skip("%s: the page" % vendor, "no %s in VENDOR_DOCS" % page)
            continue
        with open(path, encoding="utf-8") as f:
            pages[page] = f.read()
        rows, notes = READERS[vendor](pages[page])
        found += len(rows)
        for domain, size in domains.items():
            tap.test("%s: codes of %s" % (vendor, domain), check_codes(rows, codes, domain))
            on_page = sum(row.domain == domain for row in rows)
            tap.test("%s: %d codes in %s" % (vendor, size, domain),
                     [] if on_page == size else ["the page has %d" % on_page])
        tap.test("%s: %d codes" % (vendor, count),
                 ["%s: %d" % (what, n) for what, n in (("page", len(rows)), ("registry", len(ours)))
                  if n != count])
        tap.test("%s: domains" % vendor,
                 ["%s is none of its domains" % d
                  for d in sorted({code["domain"] for code in ours} - set(domains))])
        by_code = {(code["domain"], code["code"]): code for code in ours}
        pairs = [(row, by_code[row.domain, row.code]) for row in rows
                 if (row.domain, row.code) in by_code]
        tap.test("%s: the page reads as expected" % vendor,
                 ["%s: %s" % (what, sorted(left)) for left, what in notes if left])
        tap.test("%s: titles to the letter" % vendor, check_titles(pairs))
        tap.test("%s: names from the symbols" % vendor, check_names(pairs))
        tap.test("%s: categories" % vendor, check_categories(pairs))
        tap.test("%s: every fact kept, none invented" % vendor, check_facts(pairs))
        tap.test("%s: deprecations" % vendor, check_deprecations(pairs))
        tap.test("%s: variants" % vendor, check_variants(pairs))
        tap.test("%s: whom to contact" % vendor, check_advice(pairs))
    if len(pages) == len(PAGES):
        tap.test("%d codes in all" % TOTAL,
                 ["%s: %d" % (what, n) for what, n in (("pages", found), ("registry", len(codes)))
                  if n != TOTAL])
    else:
        tap.skip("%d codes in all" % TOTAL, "not every page is there")
    if pages:
        tap.test("no run of %d words of a page" % PROSE_RUN, check_prose(pages, codes))
    else:
        tap.skip("no run of %d words of a page" % PROSE_RUN, "no page is there")
    print("1..%d" % tap.count)
    return 1 if tap.failed else 0


if __name__ == "__main__":
    sys.exit(main())
