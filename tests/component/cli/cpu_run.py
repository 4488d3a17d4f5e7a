"""harness run --suite cpu --profile smoke, for real: each job prints its line; and a job that prints another is refused."""

import json
import shutil
import tempfile
import tomllib
from pathlib import Path

from real_run import build, end, expect, root, rows_of, run

stacks = {"node/kernels", "python/kernels", "python/kernels-numpy", "native/kernels"}
runtimes = {each["id"]: each for each in tomllib.loads((root / "workloads/runtimes.toml").read_text())["runtime"]}
java = runtimes["java"]["program"]
if Path(java).exists() and (build / "java/harness-kernels.jar").exists():
    stacks.add("java/kernels")

with tempfile.TemporaryDirectory(prefix="harness-cpu-") as name:
    folder = Path(name)
    run("cpu", folder / "run", "--stacks", ",".join(sorted(stacks)))
    rows = rows_of(folder / "run")
    expect(json.loads((folder / "run/run.json").read_text())["status"] == "complete", "run.json does not say complete")
    expect({row["stack"] for row in rows} == stacks, f"measured only {sorted({row['stack'] for row in rows})}")
    kernels = {row["target"] for row in rows}
    expect(len(kernels) == 15, f"{len(kernels)} kernels instead of 15")
    for row in rows:
        where = f"{row['stack']} {row['cell']}"
        expect(row["status"] == "ok" and row["gate_responses"] == "pass", f"{where}: {row['reason']}")
        for column in ("job_wall_s", "job_work_s", "job_checks_s", "job_first_s", "job_steady_s", "job_cpu_s",
                       "job_max_rss_kib"):
            expect(row[column] and float(row[column]) > 0, f"{where}: {column} is '{row[column]}'")
        parts = sum(float(row[part] or 0) for part in ("job_setup_s", "job_work_s", "job_checks_s"))
        expect(float(row["job_wall_s"] or 0) > parts, f"{where}: the parts are more than the whole")
        expect((folder / "run/histograms" / row["histogram"]).exists(), f"{where}: no histogram")
        log = next((folder / "run/log").glob(f"b01-s{int(row['order']):03}-*.stdout"), None)
        series = json.loads(log.read_text())["iteration_ns"] if log else []
        expect(len(series) == int(row["job_iterations"] or 0), f"{where}: the log does not hold the series")
        expect(abs(float(row["job_work_s"] or 0) - sum(series) / 1e9) < 1e-9, f"{where}: job_work_s is not its sum")

    # A project that expects something else of one kernel: every row of it is invalid and says both lines. And it has no
    # Java: every row of that says how to get it.
    shutil.copytree(root / "workloads", folder / "project/workloads", symlinks=True,
                    ignore=shutil.ignore_patterns("node_modules", ".venv", ".installs", "__pycache__"))
    kernels_toml = folder / "project/workloads/kernels.toml"
    text = kernels_toml.read_text()
    expect('"63951 799999"' in text, "the line of the sieve is not where this test looks for it")
    kernels_toml.write_text(text.replace('"63951 799999"', '"63952 799999"'))
    runtimes_toml = folder / "project/workloads/runtimes.toml"
    text = runtimes_toml.read_text()
    expect(f'"{java}"' in text, "the program of Java is not where this test looks for it")
    runtimes_toml.write_text(text.replace(f'"{java}"', '"/no/such/java"'))
    run("cpu", folder / "wrong", "--stacks", "native/kernels,java/kernels", HARNESS_ROOT=str(folder / "project"))
    absent = [row for row in rows_of(folder / "wrong") if row["stack"] == "java/kernels"]
    expect(len(absent) == 11, f"{len(absent)} rows of a Java that is absent, instead of 11")
    for row in absent:
        expect(row["status"] == "absent" and row["reason"].endswith(f"run: {runtimes['java']['install']}"),
               f"an absent Java gave {row['status']}: {row['reason']}")
    rows = [row for row in rows_of(folder / "wrong") if row["stack"] == "native/kernels"]
    wrong = [row for row in rows if row["target"] == "sieve"]
    expect(len(wrong) > 0, "the sieve was not measured")
    for row in wrong:
        expect(row["status"] == "invalid" and "'63951 799999', right is '63952 799999'" in row["reason"],
               f"a wrong line gave {row['status']}: {row['reason']}")
    expect(all(row["status"] == "ok" for row in rows if row["target"] != "sieve"), "others were refused, too")

end("every job printed its line, and the wrong one was refused")
