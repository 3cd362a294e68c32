"""What Jinja2 makes of a template, with the options that errbind's templates have.

Debian's python3-jinja2 3.1 is the reference. Data is read as YAML 1.2's core
schema types it, and keys are strings, as errbind reads them.
"""
import re
import traceback

import jinja2
import yaml


class CoreLoader(yaml.SafeLoader):
    """PyYAML with the types of YAML 1.2's core schema instead of YAML 1.1's."""

    yaml_implicit_resolvers = {}

    def construct_mapping(self, node, deep=False):
        return {key.value: self.construct_object(value, deep=True) for key, value in node.value}


CoreLoader.add_constructor("tag:yaml.org,2002:map", lambda l, n: l.construct_mapping(n, True))
CoreLoader.add_constructor("tag:yaml.org,2002:int", lambda l, n: int(n.value.lstrip("+"), 0))
for tag, pattern, first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?(0|[1-9][0-9]*)|0o[0-7]+|0x[0-9a-fA-F]+", list("-+0123456789")),
):
    whole = re.compile(f"(?:{pattern})$")
    CoreLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", whole, first)


def load_data(text):
    return yaml.load(text, Loader=CoreLoader) or {}


def environment(folder):
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )


class Result:
    """A text, or an error with the file and the line where it is."""

    def __init__(self, text=None, error=None, file=None, line=None):
        self.text, self.error, self.file, self.line = text, error, file, line


def place(error, folder):
    """The template and the line that an exception speaks of."""
    if isinstance(error, jinja2.TemplateSyntaxError):
        return error.name.removeprefix(f"{folder}/"), error.lineno
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if frame.filename.startswith(f"{folder}/"):
            return frame.filename[len(f"{folder}/") :], frame.lineno
    return None, None


def render(folder, name, data):
    """Renders a template of a folder; RecursionError and the like are errors, too."""
    try:
        return Result(text=environment(folder).get_template(name).render(data))
    except Exception as error:  # whatever Python makes of a mistake in a template
        file, line = place(error, folder)
        return Result(error=f"{type(error).__name__}: {error}", file=file, line=line)
