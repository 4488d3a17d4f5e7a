"""Reads sources of this folder's parent, and prints what it found as one line of JSON:

  read.py program KERNEL FLAVOUR   a kernel, as far as that flavour of it needs, and what it imports from its folder
  read.py files PATH…              whole files
  read.py lex FILE                 where its tokens are
  read.py try FILE N               does it run? what does each flavour of the kernel in it print for N?

Paths are relative to that parent, but for FILE. Leaves with 2 when it was asked for something it does not know."""

import json
import platform
import sys


def program(kernel, flavour):
    from canonical import program_of

    return program_of(kernel, flavour)


def files(*paths):
    from canonical import files_of

    return files_of(paths)


def lex(file):
    from lexer import tokens_of

    return tokens_of(file)


def attempt(file, n):
    from attempt import attempt

    return attempt(file, int(n))


TASKS = {"program": program, "files": files, "lex": lex, "try": attempt}


def main(task="", *words):
    if task not in TASKS:
        print(f"read.py: unknown task '{task}'; known: {', '.join(TASKS)}", file=sys.stderr)
        sys.exit(2)
    print(json.dumps({"version": platform.python_version(), **TASKS[task](*words)}))


main(*sys.argv[1:])
