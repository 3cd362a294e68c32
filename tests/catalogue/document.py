"""An HTML document as a list of what it is made of, for the checks beside this file.

Parsed as a browser's tokenizer does, so what a text smuggled in would be seen.
"""
import html.parser
import re

VOID = {"br", "meta", "link", "input", "wbr", "img", "hr"}


def plain(text):
    """A text as a reader compares it: spaces and line ends of any kind are one blank."""
    return re.sub(r"[\s\u2028\u2029]+", " ", text).strip()


class Element:
    """A tag with its attributes, its children and where it stands."""

    def __init__(self, tag, attributes, parent):
        self.tag, self.attributes, self.parent = tag, dict(attributes), parent
        self.children = []

    def all(self, *tags):
        """The elements below, of these tags or of any, in order."""
        for child in self.children:
            if isinstance(child, Element):
                if not tags or child.tag in tags:
                    yield child
                yield from child.all(*tags)

    def text(self):
        if self.tag == "br":
            return "\n"
        return "".join(child if isinstance(child, str) else child.text() for child in self.children)

    def is_in(self, *tags):
        return self.parent is not None and (self.parent.tag in tags or self.parent.is_in(*tags))


class Document(html.parser.HTMLParser):
    """The tree, and every mistake in its nesting."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.root = self.open = Element("document", (), None)
        self.mistakes, self.comments = [], []
        self.feed(text)
        self.close()
        if self.open is not self.root:
            self.mistakes.append(f"<{self.open.tag}> is not closed")

    def handle_starttag(self, tag, attributes):
        element = Element(tag, attributes, self.open)
        if len(element.attributes) != len(attributes):
            self.mistakes.append(f"<{tag}> has an attribute twice")
        self.open.children.append(element)
        if tag not in VOID:
            self.open = element

    handle_startendtag = handle_starttag

    def handle_endtag(self, tag):
        if self.open.tag != tag:
            self.mistakes.append(f"</{tag}> closes <{self.open.tag}>")
        elif self.open.parent is not None:
            self.open = self.open.parent

    def handle_data(self, data):
        self.open.children.append(data)

    def handle_comment(self, data):
        self.comments.append(data)

    def unknown_decl(self, data):
        self.mistakes.append(f"a declaration {data!r}")

    def handle_pi(self, data):
        self.mistakes.append(f"an instruction {data!r}")
