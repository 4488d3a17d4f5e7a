"""Fills the folder that installs are measured from with what the lock names, installs each application once with each
tool, and keeps what came of it: every measured install must be the same. Leaves alone what is there. ./scripts/setup
calls it; leaves with 1 when one of the tools could not be had, or could not install."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from tools import (CACHE, OTHER_TOOLS, PIP, TOOLS, TOOLS_LOCK, WHEELS, digest_of, lock_of, make_environment, read_record,
                   record_of)
from tree import difference_between, packages_in, packages_of, tree_digest


class Failed(Exception):
    pass


def pip(*words):
    done = subprocess.run([*PIP, *words, "--require-hashes", "--only-binary", ":all:"], stdout=sys.stderr)
    if done.returncode != 0:
        raise Failed(f"pip {words[0]} ended with {done.returncode}")


def install_other_tools():
    stamp = OTHER_TOOLS / ".installed-from"
    if stamp.exists() and stamp.read_bytes() == TOOLS_LOCK.read_bytes():
        return
    pip("install", "--upgrade", "--target", OTHER_TOOLS, "-r", TOOLS_LOCK)
    stamp.write_bytes(TOOLS_LOCK.read_bytes())


def first_install(name, app):
    with tempfile.TemporaryDirectory(prefix="first-", dir=CACHE) as scratch:
        folder = Path(scratch)
        make_environment(folder)
        done = TOOLS[name].install(app, folder)
        packages = packages_of(lock_of(app))
        wrong = done.failure or difference_between(packages, packages_in(folder))
        if wrong:
            raise Failed(wrong)
        return {"lock": digest_of(lock_of(app)), "version": TOOLS[name].version(), "packages": packages,
                "tree": tree_digest(folder)}


def fill(name, app):
    if name != "pip":
        install_other_tools()
    if read_record(name, app) is not None:
        return
    print(f"setup: filling what {name} {TOOLS[name].version()} installs from")
    pip("download", "--dest", WHEELS, "-r", lock_of(app))
    record = first_install(name, app)
    unfinished = record_of(name, app).with_suffix(".new")
    unfinished.write_text(json.dumps(record))
    unfinished.replace(record_of(name, app))


def main():
    CACHE.mkdir(exist_ok=True)
    failures = 0
    for name in TOOLS:
        try:
            fill(name, "web")
        except Failed as failure:
            failures += 1
            print(f"setup: {name}: {failure}", file=sys.stderr)
    return min(failures, 1)


sys.exit(main())
