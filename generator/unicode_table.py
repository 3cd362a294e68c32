#!/usr/bin/env python3
"""Makes unicode_table.h from what Python knows of Unicode: run it with a
Python whose unicodedata.unidata_version is the one that the header names.

Usage: unicode_table.py >unicode_table.h
"""
import sys
import unicodedata

CHARACTERS = [chr(c) for c in range(0x80, 0x110000) if not 0xD800 <= c < 0xE000]


def is_cased(character):
    """Python keeps the property to itself; the end of a word shows it."""
    return (character + "Σ").lower().endswith("ς")


def is_case_ignorable(character):
    return ("A" + character + "Σ").lower().endswith("ς") and not is_cased(character)


def is_unprintable(character):
    return not character.isprintable()


def flips(property):
    """The code points where the property changes, from U+0080 on."""
    state, found = False, []
    last = 0x7F
    for character in CHARACTERS:
        if property(character) != state:
            found.append(ord(character))
            state = not state
        last = ord(character)
    if state:
        found.append(last + 1)
    return found


def print_flips(name, property):
    print(f"\nstatic const uint32_t {name}[] = {{")
    line = "\t"
    for point in flips(property):
        item = f"0x{point:X},"
        if len(line.expandtabs(8)) + len(item) + 1 > 98:
            print(line.rstrip())
            line = "\t"
        line += item + " "
    print(line.rstrip())
    print("};")


def case_ranges(convert, default):
    """(first, last, step, delta) of the characters that become one character,
    unless that is what the default says."""
    ranges = []
    for character in CHARACTERS:
        mapped = convert(character)
        if len(mapped) != 1 or mapped == default(character):
            continue
        point, delta = ord(character), ord(mapped) - ord(character)
        if ranges:
            first, last, step, its = ranges[-1]
            gap = point - last
            if its == delta and gap <= 2 and step in (0, gap):
                ranges[-1] = (first, point, gap, its)
                continue
        ranges.append((point, point, 0, delta))
    return ranges


def print_ranges(name, convert, default=str):
    print(f"\nstatic const struct case_range {name}[] = {{")
    line = "\t"
    for first, last, step, delta in case_ranges(convert, default):
        item = f"{{0x{first:X}, 0x{last:X}, {step or 1}, {delta}}},"
        if len(line.expandtabs(8)) + len(item) + 1 > 98:
            print(line.rstrip())
            line = "\t"
        line += item + " "
    print(line.rstrip())
    print("};")


def print_specials(name, convert, default=str):
    print(f"\nstatic const struct special_case {name}[] = {{")
    for character in CHARACTERS:
        mapped = convert(character)
        if len(mapped) > 1 and mapped != default(character):
            points = ", ".join(f"0x{ord(m):X}" for m in mapped)
            print(f"\t{{0x{ord(character):X}, {{{points}}}}},")
    print("};")


def main():
    version = unicodedata.unidata_version
    print(f"""/* unicode_table: made by unicode_table.py from Unicode {version}; do not edit.
 *
 * A property is a list of the code points from U+0080 on where it changes, the
 * first to true. A case range has the code points from first to last in steps,
 * and what is added to each. The title case is listed where it is not the upper. */
#ifndef ERRBIND_UNICODE_TABLE_H
#define ERRBIND_UNICODE_TABLE_H

#include <stdint.h>

enum {{ SPECIAL_LENGTH = 3 }};

struct case_range {{
	uint32_t first, last, step;
	int32_t delta;
}};

struct special_case {{
	uint32_t character, becomes[SPECIAL_LENGTH];
}};""")
    print_flips("unprintable_flips", is_unprintable)
    print_flips("alphanumeric_flips", str.isalnum)
    print_flips("decimal_flips", str.isdecimal)
    print_flips("cased_flips", is_cased)
    print_flips("case_ignorable_flips", is_case_ignorable)
    print_ranges("upper_ranges", str.upper)
    print_ranges("lower_ranges", str.lower)
    print_ranges("title_ranges", str.title, str.upper)
    print_specials("upper_specials", str.upper)
    print_specials("lower_specials", str.lower)
    print_specials("title_specials", str.title, str.upper)
    print("\n#endif")


if __name__ == "__main__":
    sys.exit(main())
