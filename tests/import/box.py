"""What the tests of import share: a copy of a schema folder to import into, and TAP."""
import difflib
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
ERRBIND = os.environ.get("ERRBIND") or str(ROOT / "build" / "errbind")
DOCS = pathlib.Path(os.environ.get("VENDOR_DOCS") or ROOT.parent / "shared" / "vendor-docs")


class Failure(Exception):
    """What a test found wrong."""


def require(condition, *what):
    if not condition:
        raise Failure("\n".join(str(item) for item in what) or "not as required")


def equal(actual, expected, *what):
    require(actual == expected, *what, f"is: {actual!r}", f"expected: {expected!r}")


class Box:
    """A copy of a schema folder in a folder of its own."""

    def __init__(self, schema):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="errbind-import."))
        shutil.copytree(schema, self.folder / "schema")
        self.before = self.files()

    def close(self):
        shutil.rmtree(self.folder)

    def files(self):
        """Every file of the folder, by relative path."""
        top = self.folder / "schema"
        return {str(path.relative_to(top)): path.read_bytes()
                for path in sorted(top.rglob("*")) if path.is_file()}

    def path(self, vendor):
        return self.folder / "schema" / "vendors" / f"{vendor}.yaml"

    def edit(self, vendor, *pairs):
        """Replaces texts in a vendor's file, before the import."""
        text = self.path(vendor).read_bytes().decode()
        for old, new in pairs:
            require(old in text, f"the vendor file has no {old!r}")
            text = text.replace(old, new)
        self.path(vendor).write_bytes(text.encode())
        self.before = self.files()

    def write_page(self, page, name="page.md"):
        path = self.folder / name
        path.write_bytes(page if isinstance(page, bytes) else page.encode())
        return path

    def errbind(self, *arguments, timeout=120):
        done = subprocess.run([ERRBIND, *map(str, arguments)], cwd=self.folder, timeout=timeout,
                              capture_output=True)
        done.out, done.err = done.stdout.decode(), done.stderr.decode()
        findings = arguments[0] == "lint" or "--check" in arguments
        require(done.returncode in ((0, 1, 2) if findings else (0, 2)) and
                "runtime error" not in done.err and "Sanitizer" not in done.err,
                f"status {done.returncode}", done.err)
        return done

    def run(self, vendor, page, *options, status=0, name="page.md"):
        """Imports a page (a text, or a path); what errbind printed on both outputs."""
        path = page if isinstance(page, pathlib.Path) else self.write_page(page, name)
        done = self.errbind("import", vendor, path, *options)
        equal(done.returncode, status, done.out + done.err)
        if status == 2:
            require(done.err, "trouble without a word")
            self.unchanged()
        return done.out + done.err

    def report(self, vendor, page, *options, status=0, name="page.md"):
        """Imports a page; the changes of the JSON report without remarks, and the remarks."""
        text = self.run(vendor, page, "--format", "json", *options, status=status, name=name)
        report = json.loads(text)
        equal(report["vendor"], vendor)
        changes = [change for change in report["changes"] if change["kind"] != "note"]
        notes = [change for change in report["changes"] if change["kind"] == "note"]
        if status == 0 and "--check" not in options:
            written = {str(pathlib.Path(p).relative_to("schema")) for p in report["written"]}
            now = self.files()
            equal(written, {p for p in now if now[p] != self.before.get(p)}, "files written")
        return changes, notes

    def diff(self, vendor):
        """The lines of the vendor's file that changed, as "-old" and "+new"."""
        name = f"vendors/{vendor}.yaml"
        old = self.before[name].decode().splitlines(keepends=True)
        new = self.files()[name].decode().splitlines(keepends=True)
        lines = list(difflib.unified_diff(old, new, n=0))[2:]
        return [line.rstrip("\n") for line in lines if not line.startswith("@@")]

    def unchanged(self):
        now = self.files()
        equal([p for p in sorted(now | self.before) if now.get(p) != self.before.get(p)], [],
              "files changed")

    def codes(self, vendor):
        """The codes of a vendor as errbind lists them, by raw code."""
        done = self.errbind("list", "--format", "json")
        equal(done.returncode, 0, done.err)
        return {code["code"]: code for code in json.loads(done.out)["codes"]
                if code["vendor"] == vendor}

    def settled(self, vendor, page, name="page.md"):
        """A second import of the same page has nothing to do."""
        self.before = self.files()
        text = self.run(vendor, page, name=name)
        require("wrote" not in text, text)
        self.unchanged()


def replace(text, *pairs):
    """Replaces each old text, which must be there, with the new one."""
    for old, new in pairs:
        require(old in text, f"the page has no {old!r}")
        text = text.replace(old, new)
    return text


def swap_columns(text, first, second):
    """Swaps two columns of every pipe table and HTML table of a page."""
    def pipes(line):
        cells = re.split(r"(?<!\\)\|", line)
        if len(cells) > max(first, second) + 2:
            cells[first + 1], cells[second + 1] = cells[second + 1], cells[first + 1]
        return "|".join(cells)

    def html(row):
        cells = re.findall(r"<t[hd][ >].*?</t[hd]>", row.group(1))
        cells[first], cells[second] = cells[second], cells[first]
        return "<tr>" + "".join(cells) + "</tr>"
    text = re.sub(r"<tr>(.*?)</tr>", html, text)
    return "".join(pipes(line) if line.startswith("|") else line
                   for line in text.splitlines(keepends=True))


class Tap:
    """Runs tests and prints what became of them."""

    def __init__(self):
        self.count = self.failed = 0

    def test(self, name, function, *arguments):
        self.count += 1
        try:
            function(*arguments)
            print(f"ok {self.count} - {name}", flush=True)
        except (Failure, subprocess.TimeoutExpired, KeyError, ValueError, IndexError) as problem:
            self.failed += 1
            print(f"not ok {self.count} - {name}")
            for line in f"{type(problem).__name__}: {problem}".splitlines():
                print("# " + line, flush=True)

    def skip(self, name, why):
        self.count += 1
        print(f"ok {self.count} - {name} # SKIP {why}", flush=True)
