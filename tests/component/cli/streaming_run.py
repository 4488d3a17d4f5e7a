"""harness run --suite streaming --profile smoke, for real: files, streams beside readers that stall, events, and lines
of devices."""

import tempfile
from pathlib import Path

from real_run import end, expect, rows_of, run

STACKS = {"node/http", "python/asyncio", "native/reference"}
FILES = "/file/64k.bin c=16"
STALLED = "/stream?c=4&b=65536&us=0 c=8 stalled=16"
EVENTS = "/sse?n=1000000&hz=2 c=1000 r=2000/s uniform"
LINES = "/lines c=2000 r=4000/s poisson"
BURST = "/lines c=2000 r=10000/s burst"

with tempfile.TemporaryDirectory(prefix="harness-streaming-") as name:
    done = run("streaming", Path(name) / "run")
    for title in ("beside 16 readers that do not keep up", "from when an event was due to its arrival",
                  "4,000 lines/s poisson · from when a line was due to its acknowledgement",
                  "lines of all at once, 5 times a second · from when a line was due to its acknowledgement"):
        expect(title in done.stdout, f"the report does not say '{title}'")
    rows = rows_of(Path(name) / "run")

pss = {}
for cell in (FILES, STALLED, EVENTS, LINES, BURST):
    measured = {row["stack"] for row in rows if row["cell"] == cell}
    expect(measured == STACKS, f"{cell}: measured {sorted(measured)}")
for row in rows:
    where = f"{row['stack']} {row['cell']}"
    expect(row["status"] in ("ok", "invalid"), f"{where}: {row['status']}: {row['reason']}")
    expect(row["gate_ledger"] == "pass", f"{where}: {row['reason']}")
    # Who stalls has been counted before the slice.
    expect(row["sent_in_all"] == row["server_requests"], f"{where}: sent {row['sent_in_all']}, counted {row['server_requests']}")
    expect("STALLED_READERS" not in row["guards"], f"{where}: {row['reason']}")
    pss[row["stack"], row["cell"]] = int(row["server_pss_kib"])
    if row["cell"] in (LINES, BURST):
        expect((row["conversation"], row["gate_order"]) == ("lines", "pass"), f"{where}: {row['reason']}")
        # 200 ms of 4,000 lines a second, by Poisson's law; or one burst, of all devices.
        least, most = (600, 1000) if row["cell"] == LINES else (2000, 2000)
        expect(least <= int(row["scheduled"]) <= most, f"{where}: {row['scheduled']} lines were due")
        expect(row["ok"] == row["scheduled"], f"{where}: {row['ok']} of {row['scheduled']} came; {row['reason']}")
    if row["cell"] != EVENTS:
        expect(row["bad_response"] == "0", f"{where}: {row['bad_response']} answers of other bytes; {row['reason']}")
        continue
    expect(row["conversation"] == "events", f"{where}: {row['conversation']}")
    expect((row["gate_order"], row["gate_early"]) == ("pass", "pass"), f"{where}: {row['reason']}")
    # 200 ms of 2,000 events a second; where a busy machine answers many clients at once, many have the same moments.
    expect(0 < int(row["scheduled"]) <= 1000, f"{where}: {row['scheduled']} events were due")
    expect(int(row["ok"]) > 0 and float(row["response_p50_us"]) > 0, f"{where}: {row['ok']} came; {row['reason']}")
    expect(row["service_p50_us"] == "" and row["little_ratio"] == "", f"{where}: says what does not apply")

# 512 MiB are not taken.
for stack in STACKS:
    held = (pss[stack, STALLED] - pss[stack, FILES]) / 1024
    expect(held < 128, f"{stack} holds {held:.0f} MiB more while readers stall")

end("files, streams and events")
