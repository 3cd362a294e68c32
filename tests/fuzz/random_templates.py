#!/usr/bin/python3
"""Renders random small templates with errbind and with Jinja2 and compares them.

Both must print the same, or both must fail on the same line. errbind may also
refuse what is outside of its subset, with a message that says so.

Usage: random_templates.py [COUNT [SEED]]; prints TAP, one line for each batch of
templates. A template that differs is printed whole.
"""
import copy
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "templates"))
import oracle  # noqa: E402

ERRBIND = os.environ.get("ERRBIND", str(HERE.parent.parent / "build" / "errbind"))
BATCH = 50

DATA = """\
n: 7
zero: 0
minus: -3
big: 9223372036854775807
s: hello World
empty: ""
text: "First line.\\n  second line, with some-hyphenated words -- and more\\nlast"
uni: "Straße ÀÉ ΣΊΣΥΦΟΣ ǆ 日本 ﬁ\\u00a0x"
quote: "it's \\"so\\" <b>&"
yes_: true
no_: false
nil: null
xs: [3, 1, 2, 3]
words: [pear, Apple, fig, apple, "", Fig]
mixed: [1, two, null, [4], {k: v}]
none_: []
d: {b: 2, a: 1, C: x}
nested: {inner: {deep: [10, 20, {name: end}]}, list: [a, b]}
codes:
  - {name: first_code, code: 12, tags: [x, y], old: false}
  - {name: second_code, code: -4, tags: [], old: true}
  - {name: HTTPError, code: 12, tags: [z], old: false, note: some note}
"""

# What errbind says where Jinja2 goes on: it is outside of the subset.
REFUSED = re.compile(
    r"not part of errbind|integer-overflow|has no text|is a method of Python|"
    r"as one side comes from tojson|a loop is going over|keys are strings|nothing is open|"
    r"cannot be called|make it a list first|does not format strings|nested too deeply|"
    r"inside of what is printed|would be escaped as HTML|includes? each other|imported while|"
    r"template-recursion|must be a name in quotes"
)

STRINGS = ["''", "'a'", '"b c"', "'ÀÉß'", "'x\\ny'", "'%'", "'tab\\there'", "'it''s'"]
NAMES = {
    "int": ["n", "zero", "minus", "codes[0].code", "nested.inner.deep[0]", "xs[1]", "xs[-1]"],
    "str": ["s", "empty", "text", "uni", "quote", "words[0]", "codes[2].name", "d.C"],
    "list": ["xs", "words", "mixed", "none_", "codes", "nested.list", "nested.inner.deep",
             "codes[0].tags"],
    "map": ["d", "nested", "nested.inner", "codes[1]", "mixed[4]"],
    "bool": ["yes_", "no_", "codes[1].old"],
    "any": ["nil", "mixed[0]", "d.a", "mixed[3]", "mixed[1]", "missing|default(nil)"],
}
LOCALS = ["a", "b", "c", "x", "y", "item", "s", "n"]


class Generator:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.macros = []
        self.loops = 0

    def one(self, *choices):
        return self.random.choice(choices)

    def chance(self, percent):
        return self.random.randrange(100) < percent

    # Expressions of a type, mostly.

    def expression(self, depth, kind=None):
        if kind is None or self.chance(2):
            kind = self.one("int", "str", "list", "map", "bool", "any", "str", "list")
        if depth <= 0 or self.chance(25):
            return self.atom(kind)
        return getattr(self, "make_" + kind)(depth - 1)

    def atom(self, kind):
        if self.chance(15):
            return self.local(kind)
        if self.chance(60):
            return self.one(*NAMES[kind])
        if kind == "int":
            return str(self.random.randrange(-3, 12))
        if kind == "str":
            return self.one(*STRINGS)
        if kind == "list":
            return self.one("[]", "[1, 2]", "['a', 'B', 'a']", "(1, 'x')", "[none, true]", "()")
        if kind == "map":
            return self.one("{}", "{'k': 1}", "{'b': [1], 'a': 'x'}")
        if kind == "bool":
            return self.one("true", "false", "True", "False")
        return self.one("none", "None", "[[]]", "'x'", "3")

    def local(self, kind):
        """A variable that may be undefined, mostly with a default."""
        name = self.one(*LOCALS)
        return name if self.chance(15) else f"({name}|default({self.one(*NAMES[kind])}))"

    def loop_field(self, *fields):
        """A field of loop, seldom where there is no loop."""
        return "loop." + self.one(*fields) if self.loops or self.chance(5) else self.atom("int")

    def make_int(self, depth):
        e = lambda kind="int": self.expression(depth, kind)  # noqa: E731
        return self.one(
            lambda: f"{e()} {self.one('+', '-', '*', '//', '%')} {e()}",
            lambda: f"({e()} {self.one('+', '-', '*')} {e()})",
            lambda: f"-{self.atom('int')}",
            lambda: f"{e(self.one('str', 'list', 'map'))}|length",
            lambda: f"{e(self.one('str', 'int', 'any'))}|int",
            lambda: f"{e('str')}|int({self.one('9', 'default=5', '0, 16', 'base=2')})",
            lambda: f"({e()} if {e('bool')} else {e()})",
            lambda: f"({e('list')})[{e()}]",
            lambda: self.loop_field("index", "index0", "revindex", "length"),
        )()

    def make_str(self, depth):
        e = lambda kind="str": self.expression(depth, kind)  # noqa: E731
        return self.one(
            lambda: f"{e()} ~ {e(self.one('str', 'int', 'bool', 'list', 'any'))}",
            lambda: f"{e()} + {e()}",
            lambda: f"{e()} * {self.one('0', '2', '-1')}",
            lambda: f"{e()}|{self.one('upper', 'lower', 'capitalize', 'title', 'trim', 'string')}",
            lambda: f"{e()}|upper|lower",
            lambda: f"{e('list')}|join({self.one('', repr(', '), 'd=' + repr('-'))})",
            lambda: f"{e('list')}|join(', ', attribute={self.one('0', repr('name'), repr('a.b'))})",
            lambda: f"{e()}|replace({self.atom('str')}, {self.atom('str')})",
            lambda: f"{e()}|replace({self.atom('str')}, 'X', {self.atom('int')})",
            lambda: f"{e()}|trim({self.one('chars=', '')}{self.atom('str')})",
            lambda: f"{e()}|indent({self.indent_arguments()})",
            lambda: f"{e()}|wordwrap({self.wrap_arguments()})",
            lambda: f"{e('any')}|default({e()}{self.one('', ', true', ', boolean=false')})",
            lambda: f"({e()} if {e('bool')}{self.one(' else ' + e(), '')})",
            lambda: f"({e()})[{self.one('0', '-1', '2', '99')}]",
            lambda: f"{e(self.one('str', 'list'))}|{self.one('first', 'last')}",
            lambda: f"{e(self.one('any', 'list', 'map', 'str'))}|tojson"
            + self.one("", "", "(indent=2)", "(0)", "|upper"),
            lambda: self.call(depth),
        )()

    def indent_arguments(self):
        return self.one("", "2", "'> '", "2, true", "first=true", "1, blank=true", "width=0",
                        "'\\t', true, true", self.atom("int"))

    def wrap_arguments(self):
        return self.one("10", "5", "width=8, break_long_words=false", "1", "12, wrapstring=' | '",
                        "6, break_on_hyphens=false", "7, false", "20", "3, true, none, 1")

    def call(self, depth):
        if not self.macros:
            return self.atom("str")
        name, count = self.one(*self.macros)
        arguments = [self.expression(depth) for _ in range(self.random.randrange(count + 1))]
        if self.chance(30) and count > len(arguments):
            arguments.append(f"p{self.random.randrange(count + 1)}={self.expression(depth)}")
        return f"{name}({', '.join(arguments)})"

    def make_list(self, depth):
        dash = "'-'"
        e = lambda kind="list": self.expression(depth, kind)  # noqa: E731
        return self.one(
            lambda: f"[{', '.join(self.expression(depth) for _ in range(self.one(0, 1, 2, 3)))}]",
            lambda: f"({self.expression(depth)}, {self.expression(depth)})",
            lambda: f"{e()} + {e()}",
            lambda: f"{e()} * {self.one('0', '2')}",
            lambda: f"{e()}|sort{self.sort_arguments()}",
            lambda: f"{e(self.one('list', 'map', 'str'))}|list",
            lambda: f"{e()}|unique{self.one('', '(true)', '(case_sensitive=true)')}|list",
            lambda: f"{e()}|map({self.map_arguments()})|list",
            lambda: f"{e()}|{self.one('select', 'reject')}({self.test_arguments()})|list",
            lambda: f"codes|{self.one('selectattr', 'rejectattr')}({self.select_arguments()})|list",
            lambda: f"{e()}|batch({self.one('1', '2', '3', '0', '2, none', '2, ' + dash)})|list",
            lambda: f"{e('map')}|items|list",
            # Iterators, without a mistake in them, as Jinja2 sees it only when it takes the items.
            lambda: self.one("codes|unique(attribute='code')", "words|map('upper')", "d|items",
                             "codes|selectattr('old')", "xs|select('gt', 1)", "xs|batch(2)",
                             "mixed|reject('none')", "codes|map(attribute='note', default='')"),
            lambda: f"{e('map')}|dictsort{self.dictsort_arguments()}",
        )()

    def sort_arguments(self):
        return self.one("", "(true)", "(reverse=true)", "(case_sensitive=true)",
                        "(attribute='code')", "(attribute='code,name')", "(attribute=0)",
                        "(false, true)")

    def dictsort_arguments(self):
        return self.one("", "(true)", "(reverse=true)", "(by='value')", "(false, 'key', true)",
                        "(by='x')")

    def map_arguments(self):
        return self.one("'upper'", "'string'", "attribute='name'", "attribute='code', default=0",
                        "'length'", "'default', 'q'", "attribute=0", "'join', '-'", "'first'",
                        "attribute='tags.0', default='-'", "'int'", "'replace', 'a', 'b'")

    def test_arguments(self):
        return self.one("", "'string'", "'number'", "'defined'", "'none'", "'odd'", "'gt', 1",
                        "'eq', 'a'", "'in', xs", "'divisibleby', 2", "'divisibleby', num=3",
                        "'sequence'", "'iterable'", "'mapping'", "'even'", "'lt', 'b'")

    def select_arguments(self):
        return self.one("'old'", "'note'", "'note', 'defined'", "'code', 'gt', 0",
                        "'name', 'eq', 'HTTPError'", "'tags'", "'tags.0', 'undefined'",
                        "'code', 'in', [12]", "attribute")

    def make_map(self, depth):
        key = lambda: self.one("'a'", "'b'", "s", "'k' ~ n")  # noqa: E731
        return self.one(
            lambda: "{" + ", ".join(f"{key()}: {self.expression(depth)}"
                                    for _ in range(self.random.randrange(4))) + "}",
            lambda: "codes|first",
            lambda: "codes|last",
        )()

    def make_bool(self, depth):
        e = lambda kind=None: self.expression(depth, kind)  # noqa: E731
        compare = ("==", "!=", "<", "<=", ">", ">=")
        return self.one(
            lambda: f"{e('int')} {self.one(*compare)} {e('int')}",
            lambda: f"{e('str')} {self.one(*compare)} {e('str')}",
            lambda: f"{e()} {self.one('==', '!=')} {e()}",
            lambda: f"{e('int')} {self.one(*compare)} {e('int')} {self.one(*compare)} {e('int')}",
            lambda: f"{e('str')} {self.one('in', 'not in')} {e(self.one('str', 'list', 'map'))}",
            lambda: f"{e()} {self.one('in', 'not in')} {e('list')}",
            lambda: f"(not {e('bool')})",
            lambda: f"{e('bool')} {self.one('and', 'or')} {e('bool')}",
            lambda: f"{e()} {self.one('and', 'or')} {e()}",
            lambda: f"({e()} is {self.one('', 'not ')}{self.test_name()})",
            lambda: f"({e('int')} is {self.one('even', 'odd', 'divisibleby 3', 'divisibleby(2)')})",
            lambda: f"({e('bool')} if {e()} else {e('bool')})",
            lambda: self.loop_field("first", "last"),
        )()

    def test_name(self):
        return self.one("defined", "undefined", "none", "string", "number", "mapping", "sequence",
                        "iterable", "eq 1", "ne 'a'", "in [1, 'a']", "lt 3", "ge(2)", "in('abc')")

    def make_any(self, depth):
        e = lambda kind=None: self.expression(depth, kind)  # noqa: E731
        return self.one(
            lambda: f"({e('map')}).{self.one('a', 'b', 'name', 'k', 'items', 'deep')}",
            lambda: f"({e('map')})[{e('str')}]",
            lambda: f"({e('list')})[{e('int')}]",
            lambda: f"({e('list')}).{self.one('0', '1')}",
            lambda: f"{e()} if {e('bool')} else {e()}",
            lambda: f"({e()} if {e('bool')})",
            lambda: f"{e('list')}|{self.one('first', 'last')}",
            lambda: f"{e()}|default({e()})",
            lambda: self.loop_field("previtem", "nextitem") + self.one("", "|default('none')"),
        )()

    # Statements. Everything between two tags is on one line, so that lines compare.

    def mark(self, left):
        return self.one(*[""] * 8, "-", "+") if left else self.one(*[""] * 8, "-")

    def tag(self, text):
        return "{%" + self.mark(True) + " " + text + " " + self.mark(False) + "%}"

    def space(self):
        return self.one("", "", "\n", " ", "\n  ", "  \n", "text", " t ", "\t", "\n\n")

    def body(self, depth):
        parts = [self.space()]
        for _ in range(self.random.randrange(1, 4)):
            parts.append(self.statement(depth) + self.space())
        return "".join(parts)

    def target(self):
        return self.one(*LOCALS, *LOCALS, "a, b", "x, (y, a)", "(a, b)")

    def statement(self, depth):
        kinds = [self.output] * 6 + [self.set_, self.set_, self.comment]
        if depth > 0:
            kinds += [self.if_, self.if_, self.for_, self.for_, self.block_set, self.macro,
                      self.raw, self.include, self.import_]
        return self.one(*kinds)(depth - 1)

    def output(self, depth):
        opening = "{{" + self.one("", "", "", "", "-", "+") + " "
        closing = self.one(" ", " ", " ", " -") + "}}"
        return opening + self.expression(self.one(1, 2, 2, 3)) + closing

    def set_(self, depth):
        target = self.target()
        if "," in target:
            values = self.one("[1, 2]", "xs", "1, (2, 3)", "words[:2]", "s")
            return self.tag(f"set {target} = {values}")
        return self.tag(f"set {target} = {self.expression(2)}")

    def block_set(self, depth):
        filters = self.one("", "", " | upper", " | trim | replace('e', 'E')")
        return (self.tag(f"set {self.one(*LOCALS)}{filters}") + self.body(depth)
                + self.tag("endset"))

    def comment(self, depth):
        text = self.one(" note ", "", "\n", " {{ x }} ")
        return "{#" + self.mark(True) + text + self.mark(True) + "#}"

    def raw(self, depth):
        return self.tag("raw") + self.one("{{ x }}", " {% if %}\n", "\n  ") + self.tag("endraw")

    def if_(self, depth):
        condition = self.one("", "", "not ") + self.expression(2, "bool")
        text = self.tag(f"if {condition}") + self.body(depth)
        for _ in range(self.one(0, 0, 1, 2)):
            text += self.tag(f"elif {self.expression(2, 'bool')}") + self.body(depth)
        if self.chance(50):
            text += self.tag("else") + self.body(depth)
        return text + self.tag("endif")

    def for_(self, depth):
        target = self.target()
        items = "d|items" if target == "a, b" and self.chance(60) else self.expression(2, "list")
        condition = f" if {self.expression(2, 'bool')}" if self.chance(20) else ""
        self.loops += 1
        text = self.tag(f"for {target} in {items}{condition}") + self.body(depth)
        self.loops -= 1
        if self.chance(25):
            text += self.tag("else") + self.body(depth)
        return text + self.tag("endfor")

    def macro(self, depth):
        name = self.one("m1", "m2", "m3")
        count = self.random.randrange(4)
        parameters, default = [], False
        for i in range(count):
            default = default or self.chance(40)
            parameters.append(f"p{i}=" + self.expression(1) if default else f"p{i}")
        before = list(self.macros)
        loops, self.loops = self.loops, 0
        body = self.body(depth)
        self.loops = loops
        for i in range(count):
            if self.chance(70):
                body += "{{ p%d }}" % i
        self.macros = before + [(name, count)]
        return self.tag(f"macro {name}({', '.join(parameters)})") + body + self.tag("endmacro")

    def include(self, depth):
        return self.tag("include 'part.j2'")

    def import_(self, depth):
        self.macros = self.macros + [("lib.shout", 2)]
        return self.one(
            lambda: self.tag("import 'lib.j2' as lib"),
            lambda: self.tag("from 'lib.j2' import shout as m1, value as y"),
        )()

    def template(self):
        return self.body(3) + self.one("", "\n")


PART = """\
[{{ a | default('no a') }} {{ item | default('no item') }}
{{ loop.index | default('no loop') if loop is defined }}
{%- set b = 'from part' %}
{{ b }}{{ x | default('-') }}{% for y in xs %}{{ y }}{{ loop.index }}{% endfor %}]
"""
LIB = """\
{% macro shout(p0, p1='!') %}{{ p0 | upper }}{{ p1 }}{{ s | default('no s') }}{% endmacro %}
{% set value = 42 %}
{% set _hidden = 1 %}
text that is thrown away
"""


def run_errbind(folder):
    done = subprocess.run([ERRBIND, "render", f"{folder}/main.j2", "--data", f"{folder}/data.yaml"],
                          capture_output=True, timeout=60)
    if done.returncode == 0:
        return oracle.Result(text=done.stdout.decode())
    message = done.stderr.decode(errors="replace")
    places = re.findall(r"^(?:.*/)?([^/:\s]+):(\d+):\d+: error: ", message, re.M)
    if done.returncode != 2 or not places:
        return oracle.Result(error=f"status {done.returncode}: {message}", file="?", line=0)
    return oracle.Result(error=message, file=places, line=places)


def difference(ours, theirs):
    """Why the two results do not go together, or None."""
    if ours.file == "?":
        return "errbind broke down"
    if ours.error is None and theirs.error is None:
        return None if ours.text == theirs.text else "the texts differ"
    if ours.error is None:
        # Without a line, it is a mistake in what Jinja2 folds while it compiles.
        return "only Jinja2 fails" if theirs.line else None
    if REFUSED.search(ours.error):
        return None
    if theirs.error is None:
        return "only errbind fails"
    if "[bad-argument]" in ours.error or "[unknown-" in ours.error:
        return None  # seen by errbind before anything is rendered
    if theirs.line and (theirs.file, str(theirs.line)) not in ours.file:
        return "they fail on different lines"
    return None


def check(seed, folder, data):
    """Compares one template; a list of lines to print where it differs."""
    template = Generator(seed).template()
    (folder / "main.j2").write_text(template, newline="")
    ours = run_errbind(folder)
    theirs = oracle.render(str(folder), "main.j2", copy.deepcopy(data))
    problem = difference(ours, theirs)
    if not problem:
        return [], ours.error is None
    lines = [
        f"seed {seed}: {problem}",
        *template.split("\n"),
        "errbind: " + str(ours.text or ours.error),
        "jinja2: " + str(theirs.text or f"{theirs.file}:{theirs.line}: {theirs.error}"),
    ]
    return [line for entry in lines for line in entry.split("\n")], False


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    failed = False
    rendered = 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "data.yaml").write_text(DATA)
        (folder / "part.j2").write_text(PART)
        (folder / "lib.j2").write_text(LIB)
        data = oracle.load_data(DATA)
        batches = range(first, first + count, BATCH)
        for number, start in enumerate(batches, 1):
            problems = []
            for seed in range(start, min(start + BATCH, first + count)):
                lines, fine = check(seed, folder, data)
                problems += lines
                rendered += fine
            print(f"{'not ok' if problems else 'ok'} {number} - templates from seed {start} on")
            for line in problems:
                print(f"# {line}")
            failed = failed or bool(problems)
    print(f"1..{len(batches)}")
    print(f"# {rendered} of {count} templates rendered, the others failed in both as they should")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
