"""What a job is asked for on its command line: a kernel in one flavour at one size, and for how long. Whoever asks for
something unknown is told what there is, and the process leaves with 2; with 4 when the flavour needs a package that is
not installed."""

import re
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from kernel_names import KERNELS

MOST_ITERATIONS = 100_000
MOST_WORKERS = 4096


class Request(NamedTuple):
    name: str
    flavour: str
    n: int
    iterations: int
    seconds: float
    kernel: dict[str, Any]


def leave(code, message):
    print(f"{Path(sys.argv[0]).name}: {message}", file=sys.stderr)
    sys.exit(code)


def _whole_number(text, smallest, largest):
    value = int(text) if re.fullmatch("[0-9]{1,10}", text) else -1
    return value if smallest <= value <= largest else None


def read_seconds(text):
    if not re.fullmatch(r"[0-9]{1,4}(\.[0-9]{1,9})?", text):
        leave(2, f"'{text}' is no number of seconds; known: 0 to 9999")
    return float(text)


def read_workers(text):
    workers = _whole_number(text, 1, MOST_WORKERS)
    if workers is None:
        leave(2, f"'{text}' is no number of workers; known: 1 to {MOST_WORKERS}")
    return workers


def read_request(words):
    name, flavour_name, n_text, iterations_text, seconds_text = words
    if name not in KERNELS:
        leave(2, f"unknown kernel '{name}'; known: {', '.join(KERNELS)}")
    kernel = import_module(name)
    if flavour_name not in kernel.FLAVOURS:
        leave(2, f"unknown flavour '{flavour_name}' of {name}; known: {', '.join(kernel.FLAVOURS)}")
    smallest, largest = kernel.SIZES
    n = _whole_number(n_text, smallest, largest)
    if n is None:
        leave(2, f"'{n_text}' is no n of {name}; known: {smallest} to {largest}")
    iterations = _whole_number(iterations_text, 1, MOST_ITERATIONS)
    if iterations is None:
        leave(2, f"'{iterations_text}' is no number of iterations; known: 1 to {MOST_ITERATIONS}")
    flavour = kernel.FLAVOURS[flavour_name]
    needs = flavour.get("needs")
    if needs is not None and find_spec(needs) is None:
        leave(4, f"{name} {flavour_name} needs {needs}, which {sys.executable} does not have")
    return Request(name, flavour_name, n, iterations, read_seconds(seconds_text), flavour)
