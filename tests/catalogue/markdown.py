"""Checks of the Markdown catalogue, rendered by cmark-gfm, the parser of GitHub: texts
are nothing but text, tables have their columns, links lead to an anchor or a URL of the
registry. Each check yields what is wrong."""
import re
import subprocess

from document import Document, plain

TAGS = {"h1", "h2", "h3", "h4", "p", "a", "table", "thead", "tbody", "tr", "th", "td", "ul",
        "li", "code", "strong", "em", "br", "blockquote"}


class Page:
    """One rendered file of the catalogue."""

    def __init__(self, path):
        done = subprocess.run(
            ["cmark-gfm", "--unsafe", "--to", "html", "-e", "table", "-e", "strikethrough",
             "-e", "autolink", "-e", "tasklist", "-e", "footnotes", str(path)],
            check=True, capture_output=True, text=True, encoding="utf-8",
        )
        self.name = path.name
        self.document = Document(done.stdout)
        self.elements = list(self.document.root.all())
        self.anchors = [element.attributes["id"] for element in self.elements
                        if "id" in element.attributes]

    def parts(self):
        """The text between each anchor of a code and the next anchor of anything."""
        parts, current = {}, None
        for child in self.document.root.children:
            anchors = [] if isinstance(child, str) else \
                [link.attributes["id"] for link in child.all("a") if "id" in link.attributes]
            if anchors:
                current = parts.setdefault(anchors[0], [])
            elif current is not None:
                current.append(child if isinstance(child, str) else child.text())
        return {name: plain("\n".join(texts)) for name, texts in parts.items()}


def markup(page, urls):
    yield from page.document.mistakes
    for element in page.elements:
        if element.tag not in TAGS:
            yield f"an element <{element.tag}>"
        for name, value in element.attributes.items():
            if name == "href":
                if not re.fullmatch(r"[a-z0-9_]+\.md(#.*)?|README\.md(#.*)?|#.*", value) \
                        and value not in urls and value != f"mailto:{element.text()}":
                    yield f"a link to {value!r}"
            elif (element.tag, name) not in {("a", "id"), ("a", "name"), ("th", "align"), ("td", "align")}:
                yield f"<{element.tag}> has {name}={value!r}"
    if len(page.document.comments) != 1:
        yield f"comments: {page.document.comments}"


def tables(page, sizes):
    """Every row has the cells of its head; those of codes have as many rows as they should."""
    found = []
    for table in page.document.root.all("table"):
        rows = [len(list(row.all("th", "td"))) for row in table.all("tr")]
        if len(set(rows)) != 1:
            yield f"rows of {sorted(set(rows))} cells"
        found.append(len(rows) - 1)
    if found != sizes:
        yield f"tables of {found} rows instead of {sizes}"


def links(pages):
    anchors = {name: set(page.anchors) for name, page in pages.items()}
    for name, page in pages.items():
        if len(page.anchors) != len(anchors[name]):
            yield f"{name}: an anchor twice"
        for link in page.document.root.all("a"):
            target, mark, anchor = link.attributes.get("href", "").partition("#")
            if target.startswith(("http", "mailto:")):
                continue
            if (target or name) not in pages:
                yield f"{name}: no file {target}"
            elif mark and anchor not in anchors[target or name]:
                yield f"{name}: {target or name} has no {anchor}"


def texts(part, code):
    """Every text of a code is in its part of the page."""
    if part is None:
        yield f"{code['domain']} {code['code']} has no anchor"
        return
    deprecated = code["deprecated"] or {}
    for text in (str(code["code"]), code["title"], code["name"], code["description"],
                 code["recommendation"], code["applies_to"], deprecated.get("note"),
                 code["since"], *code["aliases"]):
        if text is not None and plain(text) not in part:
            yield f"{code['domain']} {code['code']}: {plain(text)!r} is not in {part!r}"
