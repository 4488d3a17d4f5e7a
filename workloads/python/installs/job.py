"""Installs one application again and again, each time into an environment of its own, from a folder and without a
network: python job.py TOOL install APP 0 ITERATIONS [SECONDS] prints what it measured as one line of JSON, see
workloads/README.md. An install that fails or leaves another tree than it should is counted. Leaves with 2 when it was
asked for something it does not know, with 4 when the folder is not that of the lock."""

import json
import os
import re
import shutil
import sys
import tempfile
import time
from pathlib import Path

from tools import TOOLS, make_environment, read_record
from tree import what_is_wrong

MOST_ITERATIONS = 1000


def leave(code, message):
    print(f"job.py: {message}", file=sys.stderr)
    sys.exit(code)


def read_request(words):
    if len(words) not in (5, 6):
        leave(2, "usage: job.py TOOL install APP 0 ITERATIONS [SECONDS]")
    tool, task, app, n, iterations_text, seconds_text = [*words, "0"][:6]
    if tool not in TOOLS:
        leave(2, f"unknown tool '{tool}'; known: {', '.join(TOOLS)}")
    if (task, app, n) != ("install", "web", "0"):
        leave(2, f"unknown job '{task} {app} {n}'; known: install web 0")
    iterations = int(iterations_text) if re.fullmatch("[0-9]{1,4}", iterations_text) else 0
    if not 1 <= iterations <= MOST_ITERATIONS:
        leave(2, f"'{iterations_text}' is no number of iterations; known: 1 to {MOST_ITERATIONS}")
    if not re.fullmatch(r"[0-9]{1,4}(\.[0-9]{1,9})?", seconds_text):
        leave(2, f"'{seconds_text}' is no number of seconds; known: 0 to 9999")
    return tool, app, iterations, float(seconds_text)


def install_once(tool, app, record, scratch, report):
    """Whatever is not the tool's work, as the empty environment and the look at what became of it, is not timed."""
    folder = Path(tempfile.mkdtemp(prefix="app-", dir=scratch))
    make_environment(folder)
    before = time.perf_counter_ns()
    done = tool.install(app, folder)
    report["iteration_ns"].append(time.perf_counter_ns() - before)
    report["iteration_cpu_ns"].append(done.cpu_ns)
    report["max_rss_kib"] = max(report["max_rss_kib"], done.peak_kib)
    wrong = done.failure or what_is_wrong(folder, record)
    if wrong:
        report["line"] = report["line"] if report["wrong_iterations"] else wrong
        report["wrong_iterations"] += 1
    shutil.rmtree(folder)


def main(words):
    tool_name, app, iterations, seconds = read_request(words)
    record = read_record(tool_name, app)
    if record is None:
        leave(4, f"no {tool_name} with what installs/{app} locks now is in .installs; run: ./scripts/setup")
    tool = TOOLS[tool_name]
    report = {"kernel": "install", "flavour": app, "n": 0, "line": "as locked", "tag": f"{tool_name} {tool.version()}",
              "setup_ns": 0, "iteration_ns": [], "iteration_cpu_ns": [], "wrong_iterations": 0, "max_rss_kib": 0,
              "runtime": sys.implementation.name, "version": ".".join(map(str, sys.version_info[:3]))}
    enough = time.perf_counter() + seconds
    with tempfile.TemporaryDirectory(prefix="installs-", dir=os.environ.get("SCRATCH_DIR")) as scratch:
        while len(report["iteration_ns"]) < iterations or time.perf_counter() < enough:
            install_once(tool, app, record, scratch, report)
    print(json.dumps(report, separators=(",", ":")))


main(sys.argv[1:])
