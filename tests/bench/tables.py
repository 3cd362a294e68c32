#!/usr/bin/env python3
"""Makes registries of two real tables of error codes: tables.py TABLE FOLDER

  postgresql  errcodes.txt of Debian's postgresql-15: strings, some with two names
  ntstatus    ntstatus.h of Debian's mingw-w64-common: beyond 31 bits, some with two names

Each file is fetched from Debian's archive with apt-get into build/bench/debian and
unpacked there; nothing is installed, and nothing of it is part of this project.
Where two names have one code, the first is the name and the others are aliases.
Exit status: 0 written, 3 where the file cannot be had here, 2 usage.
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
WORK = pathlib.Path(os.environ.get("BUILD", ROOT / "build")).resolve() / "bench"


class Unavailable(Exception):
    """Why a file of Debian's cannot be had here."""


def fetch(package, path):
    """The text of a file of a Debian package."""
    folder = WORK / "debian" / package
    if not (folder / path).exists():
        if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
            raise Unavailable(f"{package} cannot be fetched: this is not Debian")
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        done = subprocess.run(["apt-get", "download", "-qq", "-o", "APT::Sandbox::User=root", package],
                              cwd=folder, capture_output=True, text=True)
        archives = list(folder.glob("*.deb"))
        if done.returncode != 0 or not archives:
            errors = [line for line in done.stderr.splitlines() if line.startswith("E:")]
            why = errors[0] if errors else "apt-get does not say why"
            raise Unavailable(f"{package} cannot be fetched: {why}")
        subprocess.run(["dpkg-deb", "-x", archives[0], folder], check=True)
        if not (folder / path).exists():
            raise Unavailable(f"{path} is not in {archives[0].name}")
    return (folder / path).read_text(encoding="utf-8")


def identifier(name):
    """A name in snake_case, as the registry wants it."""
    return "_".join(re.findall("[a-z0-9]+", name.lower()))


def postgresql():
    """Rows of (category, condition, code, name), and the titles of the categories."""
    rows, categories = [], {}
    for line in fetch("postgresql-15", "usr/share/postgresql/15/errcodes.txt").splitlines():
        if line.startswith("Section:"):
            title = line.partition(":")[2].strip()
            category = identifier(" ".join(title.split()[:2]))
            categories[category] = title
        elif line.strip() and not line.startswith("#"):
            code, kind, macro = line.split()[:3]
            condition = {"E": "error", "W": "warning", "S": "success"}[kind]
            rows.append((category, condition, json.dumps(code), identifier(macro.removeprefix("ERRCODE_"))))
    return "string", rows, categories, 0


def ntstatus():
    """The same, and how many macros stand for no status."""
    severities = ["success", "informational", "warning", "error"]
    rows, skipped = [], 0
    text = fetch("mingw-w64-common", "usr/share/mingw-w64/include/ntstatus.h")
    for name, value in re.findall(r"^[ \t]*#[ \t]*define[ \t]+(\w+)(.*)$", text, re.M):
        literal = re.fullmatch(r"\s*\(\s*\(NTSTATUS\)\s*(0[xX][0-9A-Fa-f]+)[UL]*\s*\)\s*", value)
        if literal:
            severity = severities[int(literal[1], 16) >> 30]
            rows.append((severity, severity, literal[1], identifier(name)))
        else:
            skipped += 1
    return "integer", rows, {name: name.capitalize() for name in severities}, skipped


TABLES = {"postgresql": postgresql, "ntstatus": ntstatus}


def merge(rows):
    """Rows with the names of one code together: (category, condition, code, names)."""
    merged = {}
    for category, condition, code, name in rows:
        key = code if code.startswith('"') else int(code, 16)
        names = merged.setdefault(key, (category, condition, code, []))[3]
        if name not in names:
            names.append(name)
    return list(merged.values())


def write(table, folder, code_type, codes, categories):
    used = {category for category, *_ in codes}
    lines = [f"vendor: {table}", f"title: {table.capitalize()}", "domains:", f"  - domain: {table}",
             f"    title: {table.capitalize()}", f"    code_type: {code_type}", "    categories:"]
    lines += [f"      - {{name: {name}, title: {json.dumps(title)}}}"
              for name, title in categories.items() if name in used]
    lines.append("    codes:")
    for category, condition, code, (name, *aliases) in codes:
        lines += [f"      - code: {code}", f"        name: {name}",
                  f"        title: {json.dumps(name.replace('_', ' ').capitalize())}",
                  f"        category: {category}", f"        condition: {condition}"]
        if aliases:
            lines.append(f"        aliases: [{', '.join(aliases)}]")
    conditions = ["conditions:"]
    for name in dict.fromkeys(condition for _, condition, *_ in codes):
        conditions.append(f"  - {{name: {name}, title: {name.capitalize()}, "
                          f"description: A status of this kind., retry: never, audience: integrator}}")
    (folder / "vendors").mkdir(parents=True, exist_ok=True)
    (folder / "vendors" / f"{table}.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "conditions.yaml").write_text("\n".join(conditions) + "\n", encoding="utf-8")
    (folder / "registry.yaml").write_text(
        f"registry: {table}_errors\nversion: 1.0.0\nconditions: conditions.yaml\n"
        f"vendors: [vendors/{table}.yaml]\ntargets: [c, kotlin, swift, dart, typescript]\n",
        encoding="utf-8")


def convert(table, folder):
    """Writes the registry of a table; what it holds, in words."""
    code_type, rows, categories, skipped = TABLES[table]()
    codes = merge(rows)
    write(table, folder, code_type, codes, categories)
    aliases = sum(len(names) - 1 for *_, names in codes)
    return f"{len(codes):,} codes, {aliases} aliases, {skipped} macros skipped"


def main():
    if len(sys.argv) != 3 or sys.argv[1] not in TABLES:
        print(f"usage: tables.py {'|'.join(TABLES)} FOLDER", file=sys.stderr)
        return 2
    try:
        print(convert(sys.argv[1], pathlib.Path(sys.argv[2])))
    except Unavailable as error:
        print(f"tables.py: {error}", file=sys.stderr)
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main())
