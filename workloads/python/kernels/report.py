"""The one line that a job prints when it is done."""

import json
import re
import sys
from pathlib import Path


def _peak_memory_kib():
    # Not getrusage(): its maximum starts at what the process that launched this one had in memory.
    return int(re.search(r"^VmHWM:\s+(\d+) kB$", Path("/proc/self/status").read_text(), re.MULTILINE)[1])


def _version():
    implementation = sys.implementation
    release = sys.pypy_version_info if implementation.name == "pypy" else sys.version_info
    return ".".join(map(str, release[:3]))


def print_report(request, measured):
    print(json.dumps({
        "kernel": request.name,
        "flavour": request.flavour,
        "n": request.n,
        "line": measured.pop("line"),
        "tag": request.kernel["tag"],
        **measured,
        "max_rss_kib": _peak_memory_kib(),
        "runtime": sys.implementation.name,
        "version": _version(),
    }, separators=(",", ":")))
