"""What these tests share: a small project, errbind run in it, and what is on the disk then."""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile


HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
ERRBIND = os.path.abspath(os.environ.get("ERRBIND") or ROOT / "build" / "errbind")
ROUNDS = int(os.environ.get("ROUNDS") or 20)
MANIFEST, STAGING = ".errbind-manifest", ".errbind-staging"
# Removed when the program ends.
SCRATCH_FOLDER = tempfile.TemporaryDirectory(prefix="errbind-output-")
SCRATCH = SCRATCH_FOLDER.name


TESTS = []


class Skip(Exception):
    """The test cannot run here."""


def test(function):
    TESTS.append(function)
    return function


def expect(condition, *message):
    if not condition:
        raise AssertionError("\n".join(str(part) for part in message))


# ---- the project

TARGET = """\
target: {name}
title: A toy language
files:
  - {{template: domain.j2, for_each: domain, path: "{domain_path}"}}
  - {{template: vendor.j2, for_each: vendor, path: "vendors/{{{{ vendor.name }}}}.toy"}}
  - {{template: all.j2, for_each: registry, path: "{all_path}"}}
identifiers: {{cases: [camel], reserved: [], escape: "{{}}!"}}
strings:
  open: "<"
  close: ">"
  escapes: {{">": ">>"}}
  other: {{unit: code_point, prefix: "#", digits: 4, base: 16, suffix: ";"}}
comments: {{width: 80}}
"""
DOMAIN = """\
-- {{ domain.vendor.name }}
{% for code in domain.codes %}
{{ code.name }} = {{ code.code }} {{ code.title | quote }}
{% endfor %}
"""
VENDOR = "{{ vendor.title }}:{% for domain in vendor.domains %} {{ domain.name }}{% endfor %}.\n"
ALL = "{% for domain in registry.domains %}\nuse {{ domain.name }}\n{% endfor %}\n"
CONDITIONS = """\
conditions:
  - name: other
    title: Other
    description: Something else.
    retry: never
    audience: user
"""
# vendor: {domain: [title of a code]}
SMALL = {"acme": {"acme_face": ["One", "Two"], "acme_voice": ["Three"]}, "beta": {"beta": ["Four"]}}
NEXT = {"acme": {"acme_face": ["One", "Zwei"], "acme_hand": ["Five"]}, "gamma": {"gamma": ["Six"]}}


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def write_schema(folder, vendors=None, targets=("toy",)):
    vendors = SMALL if vendors is None else vendors
    shutil.rmtree(folder, ignore_errors=True)
    write(folder / "conditions.yaml", CONDITIONS)
    write(folder / "registry.yaml", "registry: toys\nversion: 1.0.0\nconditions: conditions.yaml\n"
          f"vendors: [{', '.join(f'vendors/{name}.yaml' for name in vendors)}]\n"
          f"targets: [{', '.join(targets)}]\n")
    for vendor, domains in vendors.items():
        text = f"vendor: {vendor}\ntitle: {vendor.title()}\ndomains:\n"
        for domain, titles in domains.items():
            text += (f"  - domain: {domain}\n    title: {domain}\n    code_type: integer\n"
                     "    codes:\n")
            for number, title in enumerate(titles, 1):
                text += (f"      - {{code: {number}, name: code_{number}, title: {title},"
                         " condition: other}\n")
        write(folder / "vendors" / f"{vendor}.yaml", text)


def write_target(folder, name="toy", domain_path="{{ domain.name }}/deep/{{ domain.name }}.toy",
                 all_path="all.toy", all_text=ALL):
    write(folder / name / "target.yaml",
          TARGET.format(name=name, domain_path=domain_path, all_path=all_path))
    write(folder / name / "domain.j2", DOMAIN)
    write(folder / name / "vendor.j2", VENDOR)
    write(folder / name / "all.j2", all_text)


def write_project(work, vendors=None):
    write_schema(work / "schema", vendors)
    write_target(work / "templates")


# ---- running errbind

def environment(shim=None, log=None, **variables):
    result = dict(os.environ, LC_ALL="C.UTF-8", **variables)
    if shim or log:
        result["LD_PRELOAD"] = shim_library()
        result["SHIM"] = shim or ""
        result["ASAN_OPTIONS"] = "verify_asan_link_order=0:detect_leaks=0"
    if log:
        result["SHIM_LOG"] = str(log)
    return result


def errbind(work, *arguments, status=0, shim=None, log=None, env=None, **options):
    """Runs errbind in the folder; an exit status other than the expected fails the test, unless
    that is None."""
    env = environment(shim, log) if env is None else env
    options.setdefault("stdout", subprocess.PIPE)
    options.setdefault("stderr", subprocess.PIPE)
    done = subprocess.run([ERRBIND, *map(str, arguments)], cwd=work, env=env, text=True,
                          timeout=120, **options)
    expect(status is None or done.returncode == status,
           f"errbind {' '.join(map(str, arguments))} ended with {done.returncode}, not {status}",
           done.stdout, done.stderr)
    return done


def changes_in(log):
    """What the shim wrote down, without what was only read."""
    lines = log.read_text().splitlines() if log.exists() else []
    return [line for line in lines if not line.startswith(("read ", "enter "))]


LIBRARY = []


def shim_library():
    """The compiled shim.c."""
    if not LIBRARY:
        if not sys.platform.startswith("linux"):
            LIBRARY.append(None)
        else:
            library = os.path.join(SCRATCH, "shim.so")
            compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
            words = [compiler, "-Wall", "-shared", "-fPIC", "-o", library, HERE / "shim.c", "-ldl"]
            done = compiler and subprocess.run(words, check=False)
            LIBRARY.append(library if done and done.returncode == 0 else None)
    if not LIBRARY[0]:
        raise Skip("no shim can be preloaded here")
    return LIBRARY[0]


# ---- what is on the disk

def files(folder):
    """Content by relative path; a link's is where it leads, an empty folder's is None. The manifest
    and its like are left out."""
    result = {}
    for parent, folders, names in os.walk(folder):
        for name in names + [name for name in folders if os.path.islink(f"{parent}/{name}")]:
            path = pathlib.Path(parent, name)
            key = str(path.relative_to(folder))
            result[key] = os.readlink(path) if path.is_symlink() else path.read_bytes()
        if not names and not folders:
            result[str(pathlib.Path(parent).relative_to(folder)) + "/"] = None
    return result


def marks(folder):
    """What changes when a file is written or replaced: inode and time, by path."""
    result = {}
    for parent, folders, names in os.walk(folder):
        for name in names + folders:
            about = os.lstat(f"{parent}/{name}")
            result[os.path.relpath(f"{parent}/{name}", folder)] = (about.st_ino, about.st_mtime_ns)
    return result


def same(found, wanted, what="out"):
    for name in sorted(found.keys() | wanted.keys()):
        expect(name in found, f"{what}/{name} is missing")
        expect(name in wanted, f"{what}/{name} should not be there")
        expect(found[name] == wanted[name], f"{what}/{name} is not as expected", found[name])


def generated(work, schema="schema", templates="templates"):
    """What a run in an empty folder makes."""
    with tempfile.TemporaryDirectory(dir=SCRATCH) as out:
        errbind(work, "generate", "--schema", schema, "--templates", templates, "--out", out)
        return files(pathlib.Path(out))


def listed(tree):
    """The paths in the manifest of a tree."""
    lines = tree[MANIFEST].decode().splitlines()
    return {line for line in lines if not line.startswith("#")}


def old_or_new(found, old, new, foreign=()):
    """Every file is old or new, and what is ours is in the manifest."""
    known = listed(found) if MANIFEST in found else set()
    for name in sorted(found.keys() | old.keys() | new.keys()):
        if name in foreign or name.startswith(STAGING) or name.endswith("/"):
            continue
        if name == MANIFEST:
            expect(known <= listed(old or new) | listed(new), "the manifest lists others", known)
            continue
        expect(found.get(name) in (old.get(name), new.get(name)), f"{name} is neither old nor new",
               found.get(name))
        expect(name not in found or name in known, f"{name} is not in the manifest")
