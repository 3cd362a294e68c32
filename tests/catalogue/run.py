#!/usr/bin/env python3
"""Checks the catalogues that the targets markdown and html write: of this repository's
registry, of one with edge cases and of one whose texts try to be more than text.

The Markdown is rendered by cmark-gfm, the page is validated by the Nu Html Checker and
used in Chromium, with axe-core for what keeps people out. A check whose tool is missing is
skipped, or fails where REQUIRE_VALIDATORS=1. UPDATE=1 writes the digests of the page's
style and script anew (templates/html/policy.j2). Prints TAP.
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
ERRBIND = os.environ.get("ERRBIND", str(ROOT / "build" / "errbind"))
POLICY = ROOT / "templates" / "html" / "policy.j2"
REGISTRIES = {
    "registry": ROOT / "schema",
    "edge cases": ROOT / "tests" / "conformance" / "edge",
    "hostile texts": HERE / "hostile",
}
sys.path.insert(0, str(HERE))
sys.dont_write_bytecode = True
import markdown  # noqa: E402
import page  # noqa: E402

# What the Nu Html Checker does not know: this pseudo-element, and digests of a policy.
UNKNOWN_TO_CHECKER = re.compile(r"violates Content Security Policy|highlight\(found\)")


def errbind(*arguments):
    done = subprocess.run([ERRBIND, *map(str, arguments)], cwd=ROOT, capture_output=True,
                          text=True, encoding="utf-8")
    if done.returncode:
        raise RuntimeError(f"errbind {arguments[0]}: {done.stderr}")
    return done.stdout


class Catalogue:
    """What is written of one registry, and what the registry says."""

    def __init__(self, label, schema, out):
        self.label = label
        errbind("generate", "-q", "--schema", schema, "--target", "markdown,html", "--out", out)
        self.codes = json.loads(errbind("list", "--schema", schema, "--format", "json"))["codes"]
        context = errbind("render", "--print-context", "--schema", schema)
        self.registry = json.loads(context)["registry"]
        self.page = out / "html" / "index.html"
        self.markdown = out / "markdown"
        domains = self.registry["domains"]
        self.urls = {url for code in self.codes for url in code["links"]}
        self.urls |= {domain["docs"]["url"] for domain in domains} - {None}

    def tables(self, vendor):
        """How many rows the tables of a vendor's page have."""
        return [len(group["codes"]) for domain in vendor["domains"]
                for group in domain["categories"] or [domain] if group["codes"]]


def check_markdown(catalogue):
    pages = {path.name: markdown.Page(path) for path in sorted(catalogue.markdown.iterdir())}
    vendors = catalogue.registry["vendors"]
    if len(pages) != len(vendors) + 1:
        yield f"files {sorted(pages)}"
    yield from markdown.links(pages)
    parts = {}
    for name, rendered in pages.items():
        yield from (f"{name}: {problem}" for problem in markdown.markup(rendered, catalogue.urls))
        if name != "README.md":
            parts |= rendered.parts()
    for vendor in vendors:
        name = next(name for name in (f"{vendor['name']}.md", f"{vendor['name']}_.md") if name in pages)
        yield from markdown.tables(pages[name], catalogue.tables(vendor))
    index = [sum(len(vendor["domains"]) for vendor in vendors), len(catalogue.registry["conditions"]), 4, 3]
    yield from markdown.tables(pages["README.md"], index)
    anchors = [anchor for rendered in pages.values() for anchor in rendered.anchors]
    for code, anchor in zip(catalogue.codes, code_anchors(catalogue)):
        yield from markdown.texts(parts.get(anchor), code)
        for name in [code["name"], *code["aliases"]]:
            if f"{code['domain']}:{name}" not in anchors:
                yield f"no anchor of {code['domain']} {name}"


def code_anchors(catalogue):
    """The permanent anchors of all codes: they must never change."""
    for code in catalogue.codes:
        kept = re.sub(rb"[^A-Za-z0-9._-]", lambda found: b"~%02x" % found[0][0],
                      str(code["code"]).encode())
        yield f"{code['domain']}.{kept.decode()}"


def check_page(catalogue):
    text = catalogue.page.read_text(encoding="utf-8")
    document = page.read(catalogue.page)
    yield from page.policy(text)
    yield from page.markup(document, catalogue.urls)
    yield from page.links(document)
    yield from page.texts(document, dict(zip(code_anchors(catalogue), catalogue.codes)))


def check_validity(catalogue, validators):
    done = subprocess.run(
        ["java", "-jar", validators / "node_modules/vnu-jar/build/dist/vnu.jar", "--format", "json",
         "--exit-zero-always", "--stdout", catalogue.page],
        capture_output=True, text=True, encoding="utf-8",
    )
    if not done.stdout:
        yield from done.stderr.splitlines() or ["the checker said nothing"]
        return
    for message in json.loads(done.stdout)["messages"]:
        if not UNKNOWN_TO_CHECKER.search(message["message"] + message.get("extract", "")):
            yield f"line {message.get('lastLine')}: {message['message']} {message.get('extract', '')!r}"


def large_catalogue(scratch):
    schema = scratch / "large"
    subprocess.run([ROOT / "tests" / "bench" / "synthesize.py", schema, "10000"], check=True,
                   capture_output=True)
    return Catalogue("10,000 codes", schema, scratch / "large-out")


def update_digests(catalogue):
    text = POLICY.read_text()
    for tag, digest in page.digests(catalogue.page.read_text(encoding="utf-8")).items():
        text = re.sub(rf'(set {tag} = ")[^"]*', lambda found: found[1] + digest, text)
    POLICY.write_text(text)


class Report:
    """Prints TAP."""

    def __init__(self):
        self.number, self.failed = 0, False

    def add(self, name, problems):
        problems = list(problems)
        self.number += 1
        self.failed |= bool(problems)
        print(f"{'not ok' if problems else 'ok'} {self.number} - {name}")
        for problem in problems[:20]:
            print(f"# {problem}")

    def skip(self, name, why):
        if os.environ.get("REQUIRE_VALIDATORS") == "1":
            self.add(f"{name}: {why}", ["required"])
        else:
            self.number += 1
            print(f"ok {self.number} - {name} # SKIP {why}")


def toolchains():
    cache = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return pathlib.Path(os.environ.get("TOOLCHAINS") or f"{cache}/errbind/toolchains").resolve()


def missing(validators, *commands):
    """Why a check cannot run, or nothing."""
    for command in commands:
        if not shutil.which(command):
            return f"{command} is not installed"
    if not (validators / "node_modules" / "axe-core").is_dir():
        return "no validators, run tests/conformance/toolchains.sh validators"
    return None


def run_browser(report, catalogues, validators, scratch):
    """The tests of browser.mjs, which says one result a line."""
    pages = {catalogue.label: {"page": str(catalogue.page), "codes": catalogue.codes}
             for catalogue in catalogues}
    data = scratch / "pages.json"
    data.write_text(json.dumps(pages))
    environment = dict(os.environ, VALIDATORS=str(validators), CHROMIUM=shutil.which("chromium"),
                       TMPDIR=str(scratch))
    done = subprocess.run(["node", HERE / "browser.mjs", data], capture_output=True, text=True,
                          encoding="utf-8", env=environment)
    results = [json.loads(line) for line in done.stdout.splitlines()]
    for result in results:
        report.add(f"browser: {result['name']}", result["problems"])
    if done.returncode or not results:
        report.add("browser: all of it", done.stderr.splitlines() or ["it ended early"])


def main():
    report, validators = Report(), toolchains() / "validators"
    with tempfile.TemporaryDirectory(prefix="errbind-") as folder:
        scratch = pathlib.Path(folder)
        catalogues = [Catalogue(label, schema, scratch / str(number))
                      for number, (label, schema) in enumerate(REGISTRIES.items())]
        if os.environ.get("UPDATE") == "1":
            update_digests(catalogues[0])
            return main_again()
        for catalogue in catalogues:
            report.add(f"html, {catalogue.label}", check_page(catalogue))
        checks = (("markdown", check_markdown, None if shutil.which("cmark-gfm") else "cmark-gfm is not installed"),
                  ("valid html", lambda one: check_validity(one, validators), missing(validators, "java")))
        for name, check, why in checks:
            for catalogue in catalogues:
                if why:
                    report.skip(f"{name}, {catalogue.label}", why)
                else:
                    report.add(f"{name}, {catalogue.label}", check(catalogue))
        why = missing(validators, "node", "chromium")
        if why:
            report.skip("browser", why)
        else:
            run_browser(report, [*catalogues, large_catalogue(scratch)], validators, scratch)
    print(f"1..{report.number}")
    return int(report.failed)


def main_again():
    del os.environ["UPDATE"]
    return main()


sys.exit(main())
