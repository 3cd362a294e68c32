#!/usr/bin/env python3
"""Tests of `errbind import`. Output is TAP.

  ERRBIND      the command (default: build/errbind of this repository)
  VENDOR_DOCS  the folder of the vendors' pages (default: ../shared/vendor-docs beside this
               repository); tests on a page that is not there are skipped, by name

own.py has tests on pages of our own, hostile.py on pages that mean harm, real.py on copies of the
vendors' pages. Python 3 standard library only.
"""
import sys
sys.dont_write_bytecode = True  # before the modules beside this one

from box import Box, Tap
import hostile
import own
import real


def main():
    tap = Tap()
    box = Box(own.SCHEMA)
    done = box.errbind("import", "kettle", "none.md")
    box.close()
    if "there is no errbind-import" in done.err:
        tap.skip("import", "errbind-import was not built: md4c and libxml2 are missing")
    else:
        own.run(tap)
        hostile.run(tap)
        real.run(tap)
    print(f"1..{tap.count}")
    return 1 if tap.failed else 0


if __name__ == "__main__":
    sys.exit(main())
