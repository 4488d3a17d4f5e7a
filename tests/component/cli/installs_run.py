"""harness run --suite installs --profile smoke, for real: what npm, pip and uv install is what is locked, nothing of it
stays; and an install that is another, or fails, is counted and has no time."""

import json
import shutil
import tempfile
from pathlib import Path

from real_run import end, expect, root, rows_of, run

TIMES = ("job_first_s", "job_steady_s", "job_steady_cpu_s")


def expect_wrong(folder, project, complaint):
    done = run("installs", folder, "--stacks", "python/pip", HARNESS_ROOT=str(project))
    row = rows_of(folder)[0]
    where = f"{folder.name}: {row['status']}: {row['reason']}"
    expect((row["status"], row["ok"], row["bad_response"], row["gate_responses"]) == ("ok", "0", "1", "warn"), where)
    expect(row["reason"].startswith("1 of 1 installs went wrong, first: ") and complaint in row["reason"], where)
    expect(all(row[column] == "" for column in TIMES), f"{where}: it has a time")
    expect(float(row["job_wall_s"]) > 0, f"{where}: the job took nothing")
    expect(complaint in " ".join(done.stdout.split()), f"{folder.name}: nobody is told")


with tempfile.TemporaryDirectory(prefix="harness-installs-") as name:
    folder = Path(name)
    before = set(Path(tempfile.gettempdir()).glob("harness-??????"))
    done = run("installs", folder / "run")
    rows = rows_of(folder / "run")
    expect(not set(Path(tempfile.gettempdir()).glob("harness-??????")) - before, "an install was left behind")
    expect({row["stack"] for row in rows} == {"node/npm", "python/pip", "python/uv"}, "not measured by all")
    for row in rows:
        where = f"{row['stack']} {row['cell']}"
        expect((row["cell"], row["status"], row["gate_responses"]) == ("install web", "ok", "pass"),
               f"{where}: {row['status']}: {row['reason']}")
        expect((row["ok"], row["bad_response"]) == ("1", "0"), f"{where}: {row['ok']} right, {row['bad_response']} wrong")
        expect(row["job_tag"].split()[0] == row["stack"].split("/")[1], f"{where}: installed by {row['job_tag']}")
        expect(0 < float(row["job_first_s"] or 0) < float(row["job_wall_s"]), f"{where}: took {row['job_first_s']} s")
        expect(float(row["job_steady_cpu_s"] or 0) > 0.01, f"{where}: {row['job_steady_cpu_s']} s of CPU")
        expect(int(row["job_max_rss_kib"] or 0) > 10_000, f"{where}: {row['job_max_rss_kib']} KiB")
    expect("went wrong" in done.stdout and "first s" in done.stdout, "no table of installs")

    # A copy in which pip's first install was another; then one in which the folder lacks a wheel.
    project, kept = folder / "project", Path("workloads/python/.installs")
    shutil.copytree(root / "workloads", project / "workloads", symlinks=True,
                    ignore=shutil.ignore_patterns("node_modules", ".venv", ".installs", "__pycache__"))
    (project / "workloads/python/.venv").symlink_to(root / "workloads/python/.venv")
    shutil.copytree(root / kept / "wheels", project / kept / "wheels")
    record = json.loads((root / kept / "pip-web.json").read_text())
    (project / kept / "pip-web.json").write_text(json.dumps(record | {"tree": "0" * 64}))
    expect_wrong(folder / "another", project, "that of the first install was 000000")
    next((project / kept / "wheels").glob("h11-*.whl")).unlink()
    expect_wrong(folder / "lacking", project, "h11==0.16.0")

end("all installed what is locked, and what was wrong was counted")
