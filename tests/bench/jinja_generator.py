#!/usr/bin/python3
"""What most projects would write in errbind's place: jinja_generator.py SCHEMA OUT

Reads a registry with PyYAML (with libyaml where PyYAML has it) and renders
templates/ with Jinja2, into the same files with the same bytes as `errbind
generate`. It checks nothing, and knows no vendor folders, no manifest and no old
files: a lower bound of what such a generator costs, and a second opinion on what
the templates make.
"""
import functools
import hashlib
import pathlib
import re
import sys

import jinja2
import yaml

TEMPLATES = pathlib.Path(__file__).resolve().parents[2] / "templates"
RETRIES = ["never", "immediately", "with_backoff", "after_user_action"]
AUDIENCES = ["user", "integrator", "vendor"]
# Scalars are texts, as for errbind: the schema says which are numbers.
Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
UNSAFE = "\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufdd0-\ufdef"


def load(path):
    with open(path, encoding="utf-8") as file:
        return yaml.load(file, Loader=Loader)


# --- The registry as the templates see it ------------------------------------


def code_data(code, domain, conditions):
    condition = conditions[code["condition"]]
    data = dict.fromkeys(("category", "description", "recommendation", "since", "applies_to", "deprecated"))
    data.update(aliases=[], links=[], see_also=[])
    data.update(retry=condition["retry"], audience=condition["audience"])
    data.update(code)
    if domain["code_type"] == "integer":
        data["code"] = int(code["code"], 0)
    if data["deprecated"] is not None:
        data["deprecated"] = {"since": None, "replaced_by": None, "note": None, **data["deprecated"]}
    data["aliases"] = [{"name": name} for name in data["aliases"]]
    return data


def refer(codes, code_type):
    """Puts codes of the domain in the place of their names and numbers."""
    by_name = {item["name"]: code for code in codes for item in (code, *code["aliases"])}
    by_code = {code["code"]: code for code in codes}
    for code in codes:
        others = [int(other, 0) if code_type == "integer" else other for other in code["see_also"]]
        code["see_also"] = [by_code[other] for other in others]
        if code["deprecated"] is not None and code["deprecated"]["replaced_by"] is not None:
            code["deprecated"]["replaced_by"] = by_name[code["deprecated"]["replaced_by"]]


def domain_data(domain, vendor, conditions):
    codes = [code_data(code, domain, conditions) for code in domain["codes"]]
    refer(codes, domain["code_type"])
    bits = None
    if domain["code_type"] == "integer":
        bits = 32 if all(-(2**31) <= code["code"] < 2**31 for code in codes) else 64
    return {
        "name": domain["domain"],
        "title": domain["title"],
        "vendor": {"name": vendor["vendor"], "title": vendor["title"]},
        "code_type": domain["code_type"],
        "bits": bits,
        "docs": {"url": None, "retrieved": None, **domain.get("docs", {})},
        "codes": codes,
        "categories": [
            {"description": None, **category,
             "codes": [code for code in codes if code["category"] == category["name"]]}
            for category in domain.get("categories", [])
        ],
    }


def bencode(value):
    if isinstance(value, bool) or value is None:
        return b"le" if value is None else bencode(int(value))
    if isinstance(value, int):
        return b"i%de" % value
    if isinstance(value, str):
        data = value.encode()
        return b"%d:%s" % (len(data), data)
    return b"l" + b"".join(map(bencode, value)) + b"e"


def canonical(name, version, codes):
    """The canonical form of a registry, whose digest is its fingerprint; codes are
    objects as `errbind list --format json` prints them."""
    return bencode([name, version, [
        [list(value.values()) if isinstance(value, dict) else value for value in code.values()]
        for code in codes
    ]])


def listed(code, domain):
    """A code with the keys of `errbind list` in their order."""
    deprecated = code["deprecated"]
    if deprecated is not None:
        by = deprecated["replaced_by"]
        deprecated = {**deprecated, "replaced_by": by and by["name"]}
    keys = ("code", "name", "title", "category", "condition", "retry", "audience", "description",
            "recommendation", "since")
    return {
        "vendor": domain["vendor"]["name"],
        "domain": domain["name"],
        **{key: code[key] for key in keys},
        "deprecated": deprecated,
        "applies_to": code["applies_to"],
        "aliases": [alias["name"] for alias in code["aliases"]],
        "see_also": [other["code"] for other in code["see_also"]],
        "links": code["links"],
    }


def gather_codes(condition, domains):
    """Gives a condition the domains that have codes with it, each with these codes alone."""
    keys = ("name", "title", "vendor", "code_type")
    having = [(domain, [code for code in domain["codes"] if code["condition"] == condition["name"]])
              for domain in domains]
    condition["domains"] = [{key: domain[key] for key in keys} | {"codes": codes}
                            for domain, codes in having if codes]


def registry_data(schema):
    """The registry, its targets and their options."""
    source = load(schema / "registry.yaml")
    conditions = load(schema / source["conditions"])["conditions"]
    by_name = {condition["name"]: condition for condition in conditions}
    vendors = []
    for path in source["vendors"]:
        vendor = load(schema / path)
        domains = [domain_data(domain, vendor, by_name) for domain in vendor["domains"]]
        vendors.append({"name": vendor["vendor"], "title": vendor["title"], "domains": domains})
    domains = [domain for vendor in vendors for domain in vendor["domains"]]
    for condition in conditions:
        gather_codes(condition, domains)
    codes = [listed(code, domain) for domain in domains for code in domain["codes"]]
    form = canonical(source["registry"], source["version"], codes)
    registry = {
        "name": source["registry"],
        "type": source.get("type", "vendor_error"),
        "version": source["version"],
        "title": source.get("title"),
        "fingerprint": hashlib.sha256(form).hexdigest(),
        "vendors": vendors,
        "domains": domains,
        "conditions": conditions,
        "retries": RETRIES,
        "audiences": AUDIENCES,
    }
    return registry, source["targets"], source.get("options", {})


# --- The filters that errbind adds to Jinja2's --------------------------------


def words(name):
    return [word for word in name.split("_") if word]


def pascal(name):
    return "".join(word.capitalize() for word in words(name))


def camel(name):
    first, *others = words(name)
    return first + "".join(word.capitalize() for word in others)


def alternatives(replacements):
    return "|".join(re.escape(text) for text in sorted(replacements, key=len, reverse=True))


def escape(character, other):
    """A character as the escapes of a language write it."""
    units = {
        "byte": character.encode(),
        "utf16": memoryview(character.encode("utf-16-le")).cast("H"),
        "code_point": [ord(character)],
    }[other["unit"]]
    form = f"0{other['digits']}{'o' if other['base'] == '8' else 'x'}"
    return "".join(f"{other['prefix']}{unit:{form}}{other.get('suffix', '')}" for unit in units)


def quote_filter(strings):
    escapes = strings["escapes"]
    special = UNSAFE + ("\x80-\U0010ffff" if strings.get("ascii") == "true" else "")
    pattern = re.compile(f"{alternatives(escapes)}|[{special}]")

    def replaced(match):
        return escapes.get(match[0]) or escape(match[0], strings["other"])

    return lambda text: strings["open"] + pattern.sub(replaced, text) + strings["close"]


def comment_filter(comments):
    replacements, starts = comments.get("replace", {}), comments.get("line_start", {})
    unsafe = re.compile(f"[{UNSAFE}]")
    pattern = re.compile(alternatives(replacements) or "(?!)")
    start_pattern = re.compile(alternatives(starts) or "(?!)")
    total = int(comments.get("width", 0))

    def lines(paragraph, width):
        while paragraph:
            start = start_pattern.match(paragraph)
            head = starts[start[0]] if start else ""
            rest, room = paragraph[start.end() if start else 0:], max(0, width - len(head))
            end = len(rest)
            if end > room:
                end = rest.rfind(" ", 0, room + 1)
                end = end if end > 0 else rest.find(" ", room)
                end = end if end > 0 else len(rest)
            yield head + rest[:end].rstrip(" ")
            paragraph = rest[end:].lstrip(" ")

    def comment(text, prefix=""):
        width = max(1, total - len(prefix)) if total else sys.maxsize
        result = []
        for paragraph in text.split("\n"):
            plain = unsafe.sub(" ", paragraph)
            safe = pattern.sub(lambda match: replacements[match[0]], plain).strip(" ")
            result += list(lines(safe, width)) or [None]
        joined = "\n".join(prefix.rstrip() if line is None else prefix + line for line in result)
        return joined[len(prefix):]

    return comment


def describe(target):
    """What target.yaml says, over what that of the extended target says, and the folders of both."""
    description = load(TEMPLATES / target / "target.yaml")
    if "extends" not in description:
        return description, [TEMPLATES / target]
    base, folders = describe(description["extends"])
    return base | description, [TEMPLATES / target, *folders]


def environment(folders, description):
    result = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folders),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True, autoescape=False,
    )
    identifiers = description["identifiers"]
    reserved = set(identifiers["reserved"])
    result.filters.update(
        pascal=functools.lru_cache(None)(pascal),
        camel=functools.lru_cache(None)(camel),
        snake=lambda name: "_".join(words(name)),
        screaming=lambda name: "_".join(words(name)).upper(),
        kebab=lambda name: "-".join(words(name)),
        ident=lambda word: identifiers["escape"].replace("{}", word) if word in reserved else word,
        quote=quote_filter(description["strings"]),
        comment=comment_filter(description["comments"]),
    )
    return result


def name_symbols(jinja, templates, data):
    """Gives every item its symbol, and each code those of its category and condition."""
    compiled = {kind: jinja.from_string(text) for kind, text in templates.items()}
    registry = data["registry"]

    def symbol(kind, context, **items):
        return compiled[kind].render(data | context | items) if kind in compiled else None

    registry["symbol"] = symbol("registry", {})
    for condition in registry["conditions"]:
        condition["symbol"] = symbol("condition", {}, condition=condition)
    conditions = {condition["name"]: condition["symbol"] for condition in registry["conditions"]}
    for domain in registry["domains"]:
        context = {"vendor": domain["vendor"], "domain": domain, "category": None}
        domain["symbol"] = symbol("domain", context)
        for category in domain["categories"]:
            category["symbol"] = symbol("category", context, category=category)
        categories = {category["name"]: category["symbol"] for category in domain["categories"]}
        for code in domain["codes"]:
            code["category_symbol"] = categories.get(code["category"])
            code["condition_symbol"] = conditions[code["condition"]]
            code["symbol"] = symbol("code", context, code=code)
            for alias in code["aliases"]:
                alias["symbol"] = symbol("code", context, code=code | {"name": alias["name"]})


def generate(target, registry, options, out):
    description, folders = describe(target)
    defaults = {name: option["default"] for name, option in description.get("options", {}).items()}
    data = {
        "registry": registry,
        "target": {"name": target, "title": description["title"]},
        "options": defaults | options,
        "limits": {name: int(limit) for name, limit in description.get("limits", {}).items()},
    }
    jinja = environment(folders, description)
    name_symbols(jinja, description["identifiers"].get("symbol", {}), data)
    for file in description["files"]:
        scope = file["for_each"]
        items = [{}]
        if scope != "registry":
            items = [{scope: item, "vendor": item.get("vendor", item)} for item in registry[scope + "s"]]
        for item in items:
            path = jinja.from_string(file["path"]).render(data | item)
            if path:
                text = jinja.get_template(file["template"]).render(data | item)
                (out / path).parent.mkdir(parents=True, exist_ok=True)
                (out / path).write_text(text, encoding="utf-8", newline="")


def main():
    schema, out = map(pathlib.Path, sys.argv[1:])
    registry, targets, options = registry_data(schema)
    for target in targets:
        generate(target, registry, options.get(target, {}), out / target)


if __name__ == "__main__":
    main()
