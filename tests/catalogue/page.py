"""Checks of the HTML page that need no browser: texts are nothing but text, links lead to
an anchor or a URL of the registry, nothing is loaded, and the digests of its policy are
those of its style and script. Each check yields what is wrong."""
import base64
import hashlib
import re

from document import Document, plain

ATTRIBUTES = {
    "aria-current", "aria-describedby", "aria-keyshortcuts", "aria-label", "aria-labelledby",
    "autocapitalize", "autocomplete", "charset", "class", "content", "data-audience",
    "data-condition", "data-retry", "data-vendor", "enterkeyhint", "for", "hidden", "href",
    "http-equiv", "id", "lang", "name", "placeholder", "rel", "role", "scope", "spellcheck",
    "tabindex", "type", "value",
}
TAGS = {
    "html", "head", "meta", "title", "link", "style", "body", "a", "header", "h1", "h2", "h3",
    "h4", "h5", "button", "nav", "form", "div", "label", "input", "p", "kbd", "details", "summary",
    "span", "select", "option", "fieldset", "legend", "main", "section", "article", "code", "wbr",
    "strong", "b", "em", "dl", "dt", "dd", "table", "thead", "tbody", "tr", "th", "td", "footer",
    "script",
}


def digests(text):
    """Of the style and the script, as the policy names them."""
    found = {}
    for tag in ("style", "script"):
        body = re.search(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)[1]
        found[tag] = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
    return found


def policy(text):
    for tag, digest in digests(text).items():
        if f"{tag}-src 'sha256-{digest}'" not in text:
            yield f"the digest of the {tag} is {digest}: run UPDATE=1 tests/catalogue/run.py"


def markup(document, urls):
    yield from document.mistakes
    for element in document.root.all():
        if element.tag not in TAGS:
            yield f"an element <{element.tag}>"
        for name, value in element.attributes.items():
            if name not in ATTRIBUTES:
                yield f"<{element.tag}> has {name}={value!r}"
            if name == "href" and not value.startswith("#") and value not in urls \
                    and element.tag != "link":
                yield f"a link to {value!r}"
    for tag in ("script", "style", "title", "h1", "main"):
        number = len(list(document.root.all(tag)))
        if number != 1:
            yield f"{number} elements <{tag}>"
    if len(document.comments) != 1:
        yield f"comments: {document.comments}"


def links(document):
    ids = [element.attributes["id"] for element in document.root.all() if "id" in element.attributes]
    for name in {name for name in ids if ids.count(name) > 1}:
        yield f"an anchor twice: {name}"
    for link in document.root.all("a"):
        anchor = link.attributes["href"]
        if anchor.startswith("#") and anchor[1:] not in ids:
            yield f"no anchor {anchor}"


def texts(document, codes):
    """Every code is there, by its anchor, with every text of its own."""
    articles = {article.attributes["id"]: article for article in document.root.all("article")}
    if articles.keys() != codes.keys():
        yield f"articles {sorted(articles.keys() ^ codes.keys())} are amiss"
    for anchor in articles.keys() & codes.keys():
        article, code = articles[anchor], codes[anchor]
        deprecated = code["deprecated"] or {}
        text = plain(article.text())
        for wanted in (str(code["code"]), code["title"], code["name"], code["description"],
                       code["recommendation"], code["applies_to"], code["since"],
                       deprecated.get("note"), code["retry"].replace("_", " "), *code["aliases"]):
            if wanted is not None and plain(wanted) not in text:
                yield f"{code['domain']} {code['code']}: {plain(wanted)!r} is not in {text!r}"
        data = {name: article.attributes[f"data-{name}"] for name in ("condition", "retry", "audience")}
        if data != {name: code[name] for name in data}:
            yield f"{code['domain']} {code['code']}: {data}"


def read(path):
    return Document(path.read_text(encoding="utf-8"))
