"""The package managers that are measured, and the folder they install from. ./scripts/setup fills it (fill.py)."""

import hashlib
import json
import os
import resource
import subprocess
import sys
from importlib.metadata import distributions, version
from pathlib import Path
from typing import NamedTuple
from venv import EnvBuilder

HERE = Path(__file__).resolve().parent
CACHE = HERE.parent / ".installs"
WHEELS = CACHE / "wheels"
TOOLS_LOCK = HERE / "tools.txt"
OTHER_TOOLS = CACHE / "tools"

PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", "--quiet"]


class Done(NamedTuple):
    cpu_ns: int
    peak_kib: int
    failure: str | None


def lock_of(app):
    return HERE / app / "requirements.txt"


def record_of(tool, app):
    return CACHE / f"{tool}-{app}.json"


def python_of(folder):
    return folder / "bin/python"


def _run(words, folder):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    # Nothing of the user's settings: who is at home in the folder has none, and pip reads none of the machine's.
    environment = {"HOME": str(folder), "PATH": os.defpath, "PIP_CONFIG_FILE": os.devnull}
    done = subprocess.run(words, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    complaint = (done.stderr.strip().splitlines() or ["no word"])[0]
    failure = f"it ended with {done.returncode}: {complaint}" if done.returncode != 0 else None
    # The peak is that of the largest child so far. It begins with what this process had, which is less.
    return Done(round(cpu_s * 1e9), after.ru_maxrss, failure)


def make_environment(folder):
    EnvBuilder(symlinks=True).create(folder)


def _what(app):
    return ["--no-index", "--find-links", WHEELS, "--only-binary", ":all:", "--require-hashes", "-r", lock_of(app)]


class Pip:
    @staticmethod
    def version():
        return version("pip")

    @staticmethod
    def install(app, folder):
        return _run([*PIP, "--python", python_of(folder), "install", "--no-cache-dir", *_what(app)], folder)


class Uv:
    @staticmethod
    def version():
        return next((each.version for each in distributions(name="uv", path=[str(OTHER_TOOLS)])), "missing")

    @staticmethod
    def install(app, folder):
        return _run([OTHER_TOOLS / "bin/uv", "pip", "install", "--quiet", "--offline", "--no-config",
                     "--cache-dir", CACHE / "uv", "--python", python_of(folder), *_what(app)], folder)


TOOLS = {"pip": Pip, "uv": Uv}


def digest_of(file):
    return hashlib.sha256(file.read_bytes()).hexdigest()


def read_record(tool, app):
    """What fill.py found when it installed the application; None when that was another lock, or version of the tool."""
    try:
        record = json.loads(record_of(tool, app).read_text())
    except (OSError, ValueError):
        return None
    current = record["lock"] == digest_of(lock_of(app)) and record["version"] == TOOLS[tool].version()
    return record if current else None
