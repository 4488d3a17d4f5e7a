"""harness run --suite code, for real: what it counts is what is there, twice the same, and mistakes have one fate each."""

import hashlib
import json
import os
import shutil
import tempfile
import tomllib
from pathlib import Path

from real_run import end, expect, root, rows_of, run

FATES = ("rejected_near", "rejected_elsewhere", "crashed_near", "crashed_elsewhere", "wrong", "unchanged")


def number(row, column):
    return int(row[column] or -1)


def without_times(rows):
    return [{key: value for key, value in row.items() if key != "run_id"} for row in rows]


def check_source(row):
    where = f"{row['stack']} {row['cell']} of {row['pair']}"
    expect(row["status"] == "ok", f"{where}: {row['reason']}")
    lines = number(row, "code_lines")
    expect(0 < number(row, "code_lines_beside_brackets") <= lines, f"{where}: lines beside brackets of {lines}")
    expect(0 <= number(row, "code_lines_with_braces") <= lines, f"{where}: lines with braces of {lines}")
    expect(number(row, "code_tokens") >= lines, f"{where}: fewer tokens than lines")
    expect(number(row, "code_gzip_bytes") > 20, f"{where}: compressed to nothing")
    braced, blocks = number(row, "code_braced_blocks"), number(row, "code_blocks")
    expect(0 <= braced <= blocks, f"{where}: {braced} of {blocks} blocks in braces")
    expect(not row["stack"].startswith("python") or braced == 0, f"{where}: {braced} blocks in braces")
    for source in row["code_sources"].split():
        path, digest = source.split("@")
        content = (root / "workloads" / row["stack"].split("/")[0] / path).read_bytes()
        expect(hashlib.sha256(content).hexdigest() == digest, f"{where}: another {path} is there")


def check_mutants(row, folder):
    where = f"{row['stack']} {row['cell']} of {row['pair']}"
    expect(row["status"] == "ok", f"{where}: {row['reason']}")
    fates = {fate: number(row, f"mutants_{fate}") for fate in FATES}
    expect(number(row, "mutants") == sum(fates.values()) == 1, f"{where}: {fates} of {row['mutants']}")
    listed = next((folder / "log").glob(f"b{int(row['block']):02}-s{int(row['order']):03}-*.tsv")).read_text()
    expect(len(listed.splitlines()) == 1, f"{where}: the list is {listed!r}")
    expect(fates[listed.split("\t")[2].replace(" ", "_")] == 1, f"{where}: {listed!r} is not {fates}")


with tempfile.TemporaryDirectory(prefix="harness-code-") as name:
    folder = Path(name)
    before = set(Path(tempfile.gettempdir()).glob("harness-??????"))
    done = run("code", folder / "run", "--seed", "5")
    rows = rows_of(folder / "run")
    expect(json.loads((folder / "run/run.json").read_text())["status"] == "complete", "run.json does not say complete")
    expect(not set(Path(tempfile.gettempdir()).glob("harness-??????")) - before, "a scratch folder was left behind")
    expect("No verdicts are stored" in done.stdout, "the smoke profile judged")
    cells = {row["cell"] for row in rows}
    expect(cells == {"source same", "source idiom", "source unequal", "mutants indentation", "mutants bracket",
                     "mutants other"}, f"cells {cells}")
    for cell in cells:
        pairs = {stack: [row["pair"] for row in rows if (row["stack"], row["cell"]) == (stack, cell)]
                 for stack in ("node/sources", "python/sources")}
        expect(pairs["node/sources"] == pairs["python/sources"] != [], f"{cell}: {pairs}")
        expect(len(set(pairs["node/sources"])) == len(pairs["node/sources"]), f"{cell}: a pair twice")
    for row in rows:
        check_source(row) if row["target"] == "source" else check_mutants(row, folder / "run")
    indented = [row["pair"] for row in rows if (row["stack"], row["cell"]) == ("node/sources", "mutants indentation")]
    mutated = tomllib.loads((root / "workloads/suites/code.toml").read_text())["profile"]["smoke"]["mutated"]
    expect(sorted(indented) == sorted(mutated), f"mistakes in {indented}, not in {mutated}")

    # The same seed again, on one CPU only and of a copy in which one kernel prints another line than the list of kernels
    # says: what is counted stays as it is, however many are read at once, and nothing is said about mistakes in a program
    # that is wrong without any.
    shutil.copytree(root / "workloads", folder / "project/workloads", symlinks=True,
                    ignore=shutil.ignore_patterns("node_modules", ".venv", ".installs", "__pycache__"))
    for installed in ("node/node_modules", "python/.venv"):
        (folder / "project/workloads" / installed).symlink_to(root / "workloads" / installed)
    kernels_toml = folder / "project/workloads/kernels.toml"
    text = kernels_toml.read_text()
    expect('"6765"' in text, "the line of fib is not where this test looks for it")
    kernels_toml.write_text(text.replace('"6765"', '"6766"'))
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    run("code", folder / "wrong", "--seed", "5", code=2, HARNESS_ROOT=str(folder / "project"))
    again = rows_of(folder / "wrong")
    wrong = [row for row in again if row["pair"] == "fib" and row["target"] == "mutants"]
    expect(len(wrong) == 6, f"{len(wrong)} readings of mistakes in fib")
    for row in wrong:
        expect(row["status"] == "failed" and "prints '6765' for n = 20, right is '6766'" in row["reason"],
               f"a wrong line gave {row['status']}: {row['reason']}")
    both = [[row for row in each if not (row["pair"] == "fib" and row["target"] == "mutants")] for each in (rows, again)]
    different = [(one["stack"], one["cell"], one["pair"]) for one, other in zip(*map(without_times, both)) if one != other]
    expect(len(both[0]) == len(both[1]) and not different, f"not the same twice: {different}")

end("what was counted is there, and every mistake had its fate")
