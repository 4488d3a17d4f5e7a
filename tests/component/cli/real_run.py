"""What the tests share that run a suite for real: the run, the rows it stored, and all that was wrong in the end."""

import csv
import subprocess
import sys
from pathlib import Path

root, build = Path(sys.argv[1]), Path(sys.argv[2])
problems = []


def expect(truth, problem):
    if not truth:
        problems.append(problem)


def run(suite, folder, *words, code=0, **environment):
    """What harness run --profile smoke says on stdout and stderr; what it leaves is in the folder."""
    done = subprocess.run([build / "bin/harness", "run", "--suite", suite, "--profile", "smoke", "--out", folder, *words],
                          capture_output=True, text=True, env={"PATH": "/usr/bin:/bin", **environment})
    print(done.stdout, done.stderr[-3000:], sep="\n")
    expect(done.returncode == code, f"{folder.name}: exit code {done.returncode} instead of {code}")
    return done


def rows_of(folder):
    with open(folder / "slices.csv", newline="") as text:
        return list(csv.DictReader(text))


def end(success):
    print("\n".join(problems) or success)
    sys.exit(1 if problems else 0)
