"""harness run --suite all --profile smoke, for real: every suite is measured and kept in a folder of its own, the
article's scoreboard ends it, and a second time nothing is measured again."""

import json
import os
import re
import tempfile
import tomllib
from pathlib import Path

from real_run import end, expect, root, rows_of, run

suites = sorted(file.stem for file in (root / "workloads/suites").glob("*.toml"))


def check(suite, folder):
    manifest = json.loads((folder / "run.json").read_text())
    expect(manifest["status"] == "complete", f"{suite} is not complete")
    # Also a suite that follows another has CPUs for both sides.
    cpus = set(re.findall(r"\d+", " ".join(manifest["cpus"].values())))
    expect(len(cpus) >= min(2, len(os.sched_getaffinity(0))), f"{suite}: servers and load all on CPU {cpus}")
    rows = [row for row in rows_of(folder) if row["status"] != "absent"]
    named = tomllib.loads((root / f"workloads/suites/{suite}.toml").read_text())["stacks"]
    expect({row["stack"] for row in rows} <= set(named), f"{suite}: rows of other stacks")
    expect(len(rows) > 0, f"{suite}: no rows")
    env = (folder / "env.csv").read_text()
    for stack in {row["stack"] for row in rows if row["gate_contract"] == "pass"}:
        expect(f"\nstack.{stack}." in env, f"{suite}: env.csv does not have what {stack} says of itself")
    for row in rows:
        # A slice of a tenth of a second may be too short to judge by, and some answers may come after it; that none was
        # wrong it can show.
        where = f"{suite}: {row['stack']} {row['cell']}"
        expect(row["status"] in ("ok", "invalid"), f"{where}: {row['status']}: {row['reason']}")
        if " launch " in row["cell"]:
            ready, first = float(row["start_ready_s"] or 0), float(row["start_first_s"] or 0)
            expect(0 < ready < first, f"{where}: ready after {ready} s, answered after {first} s")
            expect(int(row["server_pss_kib"] or 0) > 1000, f"{where}: {row['server_pss_kib']} KiB")
            alone = [other for other in rows if other["stack"] == row["stack"] and other["cell"].endswith(" idle=0")]
            if row["connections"] != "0" and alone:
                before = int(alone[0]["server_pss_kib"])
                expect(int(row["server_pss_kib"]) > before, f"{where}: holds nothing for anybody")
            continue
        if row["conversation"]:
            expect(int(row["ok"] or 0) > 0, f"{where}: nothing arrived; {row['reason']}")
            expect(row["gate_ledger"] == "pass", f"{where}: gate_ledger is {row['gate_ledger']}; {row['reason']}")
            expect(row["gate_order"] == "pass", f"{where}: gate_order is {row['gate_order']}; {row['reason']}")
            expect(row["gate_little"] == "na" and row["http_error"] == "", f"{where}: says what does not apply")
            expect(int(row["server_pss_kib"] or 0) > 1000, f"{where}: {row['server_pss_kib']} KiB")
        wrong = sum(int(row[column] or 0) for column in ("http_error", "bad_response", "reset_mid_body"))
        expect(wrong == 0, f"{where}: {wrong} wrong answers; {row['reason']}")
        expect("contract:" not in row["reason"], f"{where}: {row['reason']}")
        if " h=" in row["cell"]:
            hops = row["cell"].rpartition("=")[2]
            expect(row["server_processes"] == hops, f"{where}: {row['server_processes']} processes")
            expect(float(row["server_cpu_us_per_request"] or 0) > 0, f"{where}: no CPU time")
        if " w=" in row["cell"]:
            rate = "throughput_rps" if row["cell"].startswith("/") else "job_rate_per_s"
            expect(float(row[rate] or 0) > 0, f"{where}: no rate")
            expect(row["workers"] == row["cell"].rpartition("=")[2], f"{where}: {row['workers']} workers")
            served = int(row["server_processes"] or 0)
            expect(rate == "job_rate_per_s" or served > int(row["workers"]), f"{where}: {served} processes, with who waits for them")


with tempfile.TemporaryDirectory(prefix="harness-all-") as name:
    out = Path(name) / "all"
    first = run("all", out)
    for suite in suites:
        check(suite, out / suite)
    expect("The points that decide" in first.stdout, "no scoreboard")
    held = sorted(log.parts[-3] for log in out.glob("*/log/b01-contract-node-http.stdout"))
    expect(len(held) <= 1, f"node/http was held to the contract in each of {held}")
    written = {suite: (out / suite / "slices.csv").stat().st_mtime_ns for suite in suites}
    second = run("all", out)
    expect(second.stderr.count("is complete") == len(suites), "the second time something was measured again")
    expect({suite: (out / suite / "slices.csv").stat().st_mtime_ns for suite in suites} == written, "rows were written again")

end(f"all {len(suites)} suites")
