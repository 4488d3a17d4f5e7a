"""One kernel in a process of its own: python job.py KERNEL FLAVOUR N ITERATIONS [SECONDS] prints what it measured as
one line of JSON: so many iterations, and more until that time is over. Leaves with 2 when it was asked for something it does not know, with 3 when two iterations disagree, with 4 when
the flavour needs a package that is not installed."""

import json
import re
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from measure import Disagreement, measure

KERNELS = (
    "nbody", "fannkuch", "spectral_norm", "mandelbrot", "binary_trees", "json_round_trip", "regex", "sha256",
    "sha256_pure", "sort_u32", "string_build", "matmul", "sieve", "map_churn", "fib",
)
MOST_ITERATIONS = 100_000


def leave(code, message):
    print(f"job.py: {message}", file=sys.stderr)
    sys.exit(code)


def whole_number(text, smallest, largest):
    value = int(text) if re.fullmatch("[0-9]{1,10}", text) else -1
    return value if smallest <= value <= largest else None


def peak_memory_kib():
    # Not getrusage(): its maximum starts at what the process that launched this one had in memory.
    return int(re.search(r"^VmHWM:\s+(\d+) kB$", Path("/proc/self/status").read_text(), re.MULTILINE)[1])


def version():
    implementation = sys.implementation
    release = sys.pypy_version_info if implementation.name == "pypy" else sys.version_info
    return ".".join(map(str, release[:3]))


def main(words):
    if len(words) not in (4, 5):
        leave(2, "usage: job.py KERNEL FLAVOUR N ITERATIONS [SECONDS]")
    name, flavour_name, n_text, iterations_text = words[:4]
    seconds_text = words[4] if len(words) == 5 else "0"
    if name not in KERNELS:
        leave(2, f"unknown kernel '{name}'; known: {', '.join(KERNELS)}")
    kernel = import_module(name)
    if flavour_name not in kernel.FLAVOURS:
        leave(2, f"unknown flavour '{flavour_name}' of {name}; known: {', '.join(kernel.FLAVOURS)}")
    smallest, largest = kernel.SIZES
    n = whole_number(n_text, smallest, largest)
    if n is None:
        leave(2, f"'{n_text}' is no n of {name}; known: {smallest} to {largest}")
    iterations = whole_number(iterations_text, 1, MOST_ITERATIONS)
    if iterations is None:
        leave(2, f"'{iterations_text}' is no number of iterations; known: 1 to {MOST_ITERATIONS}")
    if not re.fullmatch(r"[0-9]{1,4}(\.[0-9]{1,9})?", seconds_text):
        leave(2, f"'{seconds_text}' is no number of seconds; known: 0 to 9999")

    flavour = kernel.FLAVOURS[flavour_name]
    needs = flavour.get("needs")
    if needs is not None and find_spec(needs) is None:
        leave(4, f"{name} {flavour_name} needs {needs}, which {sys.executable} does not have")
    try:
        measured = measure(flavour, n, iterations, float(seconds_text))
    except Disagreement as disagreement:
        leave(3, f"{name} {flavour_name} {n}: {disagreement}")
    print(json.dumps({
        "kernel": name,
        "flavour": flavour_name,
        "n": n,
        "line": measured.pop("line"),
        "tag": flavour["tag"],
        **measured,
        "max_rss_kib": peak_memory_kib(),
        "runtime": sys.implementation.name,
        "version": version(),
    }, separators=(",", ":")))


main(sys.argv[1:])
