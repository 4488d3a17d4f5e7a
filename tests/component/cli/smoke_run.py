"""harness run --suite concurrency --profile smoke, for real, and what it must leave behind."""

import csv
import json
import re
import tempfile
import time
from pathlib import Path

from real_run import end, expect, root, rows_of, run

stacks = {"node/http", "python/asyncio", "python/threads", "python/uvicorn", "native/reference"}
for_one_question = {"python/asyncio-uvloop"}
launched_by_others = {"python/asyncio-uvloop.asyncio"}


def documented(file):
    """The column names of results/README.md, in order."""
    section = (root / "results/README.md").read_text().split(f"### {file}\n", 1)[1].split("\n### ", 1)[0]
    return re.findall(r"^\| `([a-z0-9_]+)` \|", section, re.M)


with tempfile.TemporaryDirectory(prefix="harness-smoke-") as name:
    folder = Path(name) / "run"
    began = time.monotonic()
    run("concurrency", folder)
    took = time.monotonic() - began
    expect(json.loads((folder / "run.json").read_text())["status"] == "complete", "run.json does not say complete")
    expect(not (folder / "verdicts.csv").exists(), "smoke wrote verdicts")
    for file in ("slices.csv", "env.csv"):
        with open(folder / file, newline="") as text:
            header = next(csv.reader(text))
        expect(header == documented(file), f"{file}: columns {header} are not the documented {documented(file)}")
    with open(folder / "env.csv", newline="") as text:
        hashed = {row["key"].removeprefix("sha256.stack.") for row in csv.DictReader(text)
                  if row["key"].startswith("sha256.stack.") and len(row["value"]) == 64}
    expect(hashed == stacks | for_one_question | launched_by_others, f"env.csv has the sources of {sorted(hashed)}")
    expect(f"{root}/" not in (folder / "env.csv").read_text(), "env.csv says where this checkout lies")
    rows = rows_of(folder)

measured = [row for row in rows if row["status"] in ("ok", "invalid")]
expect({row["stack"] for row in measured} == stacks | for_one_question, f"measured only {sorted({row['stack'] for row in measured})}")
cells = {(row["stack"], row["cell"]) for row in measured}
expect(len(cells) == 5 * 6 + 1, f"{len(cells)} arm × cell pairs instead of 31")
for row in measured:
    where = f"{row['stack']} {row['cell']} order {row['order']}"
    fates = ("ok", "http_error", "connect_failed", "reset_before_byte", "reset_mid_body", "bad_response", "timeout",
             "shed", "in_flight_at_end", "never_dispatched")
    expect(int(row["scheduled"]) == sum(int(row[fate]) for fate in fates), f"{where}: the ledger does not balance")
    # Zero errors. Unanswered at the end is no error of the server: threads starve some of 1,024 connections.
    expect(int(row["scheduled"]) == int(row["ok"]) + int(row["in_flight_at_end"]), f"{where}: {row['reason']}")
    expect(row["gate_contract"] == "pass", f"{where}: {row['reason']}")
    if row["target"] == "/delay?ms=50":
        expect(row["ok"] == "0" or float(row["service_min_us"]) >= 50_000, f"{where}: answered after {row['service_min_us']} µs")

end(f"{len(measured)} rows in {took:.1f} s")
