"""One load generator: how to find it, how to ask it for a load, how to read what it says. Times are milliseconds."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path


class ToolFailed(Exception):
    """It ran and did not do what it was asked; the message says what it said, in one line."""

    def __str__(self):
        return " ".join(super().__str__().split())


@dataclass(frozen=True)
class Load:
    url: str
    connections: int
    seconds: int
    scratch: Path  # a folder of this load alone
    rate: int | None = None  # requests a second; None: a closed loop
    quantiles: bool = True  # False: only the cost is asked for, so what quantiles cost may be left out


@dataclass(frozen=True)
class Seen:
    requests: int  # all that its CPU time was spent on
    rps: float
    p50_ms: float | None = None
    p99_ms: float | None = None
    failed: int = 0


class Tool:
    name = ""
    install = ""  # one command that gets it
    version_option = "--version"
    closed_figure = ""  # what it measures in a closed loop, in its own word
    rate_figure = None  # the same when it holds a rate; None: it cannot
    tested = True  # False: written from its documentation alone, never run here

    def find(self):
        return shutil.which(self.name)

    def version(self):
        said = subprocess.run([self.find(), *self.version_option.split()], capture_output=True, text=True, timeout=20)
        lines = [line for line in (said.stdout + said.stderr).splitlines() if any(map(str.isdigit, line))]
        return " ".join(lines[0].split()).removeprefix(self.name).strip() if lines else "unknown version"

    def command(self, load):
        raise NotImplementedError

    def read(self, output, load):
        raise NotImplementedError


_MILLISECONDS = {"us": 1e-3, "ms": 1.0, "s": 1e3, "m": 60e3, "h": 3600e3}


def milliseconds(number, unit):
    return float(number) * _MILLISECONDS[unit]
