#!/usr/bin/env python3
"""Writes a synthetic registry: synthesize.py FOLDER CODES [DOMAINS] [--strings|--mixed]

About 340 bytes of YAML a code, realistic texts of varied length, some quoted and
some beyond ASCII, the same bytes every time. By default there are as many domains
as make 100 codes each, one vendor a domain, with integer codes and categories.
--mixed makes every second domain one of strings, every second two of them have no
categories, and the first category of the others has most of the codes.
"""
import pathlib
import random
import sys

CATEGORIES = ["user", "integration", "internal"]
CONDITIONS = 40
RETRIES = ["never", "immediately", "with_backoff", "after_user_action"]
AUDIENCES = ["user", "integrator", "vendor"]
WORDS = """the face does not match camera light is too dark device session has expired server
answered document could be read token was used before please hold still network user
locked out after several attempts check configuration of key and try again picture blurred
glare covers part image liveness verification wait seconds then contact support""".split()
RARE = ["Gerät", "naïve", "“quoted”", "50 %", "größer", "SDK", "HTTP", "getUserMedia", "5.0.1"]


def text(random_source, least, most):
    words = [
        random_source.choice(RARE) if random_source.random() < 0.05 else random_source.choice(WORDS)
        for _ in range(random_source.randint(least, most))
    ]
    return " ".join(words).capitalize() + "."


def scalar(random_source, value):
    if random_source.random() < 0.2 or "%" in value or '“' in value:
        return '"' + value.replace('"', '\\"') + '"'
    return value


def code(random_source, number, strings, categories):
    name = f"{random_source.choice(WORDS)}_{random_source.choice(WORDS)}_{number}"
    raw = f'"Failure.{name}"' if strings else str(number)
    lines = [
        f"      - code: {raw}",
        f"        name: {name}",
        f"        title: {name.replace('_', ' ').capitalize()}",
        f"        category: {random_source.choice(categories)}" if categories else None,
        f"        condition: condition_{random_source.randrange(CONDITIONS)}",
        f"        description: {scalar(random_source, text(random_source, 8, 14))}",
        f"        recommendation: {scalar(random_source, text(random_source, 6, 10))}",
    ]
    if random_source.random() < 0.1:
        lines.append(f"        retry: {random_source.choice(RETRIES)}")
    if random_source.random() < 0.05:
        lines.append("        deprecated: {since: 5.0.1}")
    return [line for line in lines if line]


def vendor(random_source, index, count, strings, categories):
    lines = [
        f"vendor: vendor_{index}",
        f"title: Vendor {index}",
        "domains:",
        f"  - domain: domain_{index}",
        f"    title: Domain {index}",
        f"    code_type: {'string' if strings else 'integer'}",
    ]
    if categories:
        lines.append("    categories:")
        for name in dict.fromkeys(categories):
            lines.append(f"      - {{name: {name}, title: {name.capitalize()} errors}}")
    lines.append("    codes:")
    for number in range(count):
        lines += code(random_source, 10000 + number, strings, categories)
    return "\n".join(lines) + "\n"


def conditions():
    lines = ["conditions:"]
    for number in range(CONDITIONS):
        lines += [
            f"  - name: condition_{number}",
            f"    title: Condition {number}",
            "    description: What it means, whichever vendor sends it.",
            f"    retry: {RETRIES[number % len(RETRIES)]}",
            f"    audience: {AUDIENCES[number % len(AUDIENCES)]}",
        ]
    return "\n".join(lines) + "\n"


def main():
    words = [word for word in sys.argv[1:] if not word.startswith("--")]
    folder, codes = pathlib.Path(words[0]), int(words[1])
    domains = int(words[2]) if len(words) > 2 else max(1, codes // 100)
    strings, mixed = "--strings" in sys.argv, "--mixed" in sys.argv
    (folder / "vendors").mkdir(parents=True, exist_ok=True)
    random_source = random.Random(1)
    names = []
    for index in range(domains):
        count = codes // domains + (index < codes % domains)
        names.append(f"vendors/vendor_{index}.yaml")
        shape = (strings, CATEGORIES)
        if mixed:
            shape = (index % 2 == 1, CATEGORIES[:1] * 6 + CATEGORIES if index % 4 < 2 else [])
        (folder / names[-1]).write_text(vendor(random_source, index, count, *shape), encoding="utf-8")
    (folder / "conditions.yaml").write_text(conditions())
    (folder / "registry.yaml").write_text(
        "registry: bench_errors\nversion: 1.0.0\nconditions: conditions.yaml\nvendors:\n"
        + "".join(f"  - {name}\n" for name in names)
        + "targets: [c, kotlin, swift, dart, typescript]\n"
    )


main()
