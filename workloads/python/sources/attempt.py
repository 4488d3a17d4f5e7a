"""Does a module still run, and if not, where does Python say that it broke?"""

import resource
import sys
import traceback
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

MOST_MEMORY = 1 << 30  # a mistake may make a list without end


def _line_of_crash(error, file):
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == file]
    return lines[-1] if lines else None


def _line_of(flavour, n):
    return flavour["line"](flavour["run"](flavour["prepare"](n)))


def _is_possible(flavour):
    return "needs" not in flavour or find_spec(flavour["needs"]) is not None


def attempt(file, n):
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    try:
        code = compile(Path(file).read_bytes(), file, "exec")
    except (SyntaxError, ValueError) as error:
        return {"outcome": "rejected", "line": getattr(error, "lineno", None)}
    sys.path.insert(0, str(Path(file).parent))
    module = ModuleType(Path(file).stem)
    try:
        exec(code, module.__dict__)
        lines = {name: _line_of(each, n) for name, each in module.FLAVOURS.items() if _is_possible(each)}
    except BaseException as error:  # whatever a mistake may raise, SystemExit too
        return {"outcome": "crashed", "line": _line_of_crash(error, file)}
    return {"outcome": "ran", "lines": lines}
