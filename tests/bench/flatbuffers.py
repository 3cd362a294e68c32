#!/usr/bin/python3
"""Writes the integer codes of a registry as enums for flatc: flatbuffers.py SCHEMA FILE

Each domain is an enum, each code a member with its title, description and
recommendation as a doc comment. That is all a FlatBuffers schema can hold of a
code; categories, conditions, lookups and the like have no place in it.
"""
import pathlib
import sys

import jinja_generator


def enum(domain):
    yield f"enum {jinja_generator.pascal(domain['name'])}Error : int {{"
    for code in sorted(domain["codes"], key=lambda code: code["code"]):
        for text in (code["title"], code["description"], code["recommendation"]):
            if text is not None:
                yield from (f"  /// {line}" for line in text.split("\n"))
        yield f"  {code['name']} = {code['code']},"
    yield "}"


def main():
    schema, path = map(pathlib.Path, sys.argv[1:])
    registry, _, _ = jinja_generator.registry_data(schema)
    lines = [f"namespace {registry['name']};"]
    for domain in registry["domains"]:
        if domain["code_type"] == "integer":
            lines += ["", *enum(domain)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


main()
