"""What the interpreter that runs this is, as one line of JSON: the harness asks it of every runtime."""

import json
import platform
import re
import sys
from importlib import metadata

from bench_observe import build_class, gil_state


def jit_state():
    if sys.implementation.name != "cpython":
        return "on"
    jit = getattr(sys, "_jit", None)  # CPython 3.14 and later
    if jit is None or not jit.is_available():
        return "none"
    return "on" if jit.is_enabled() else "off"


print(json.dumps({
    "language": "python",
    "runtime": sys.implementation.name,
    "version": platform.python_version(),
    "build": build_class(),
    "gil": gil_state(),
    "jit": jit_state(),
    "packages": sorted({re.sub("[-_.]+", "-", each.metadata["Name"]).lower() for each in metadata.distributions()}),
}))
