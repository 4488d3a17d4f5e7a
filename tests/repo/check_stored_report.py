"""The page of each stored machine says what its stored runs, judged by today's claims and ledger, say; and the points
that the README shows are those of a page. Neither was written by hand."""

import difflib
import subprocess
import sys
from pathlib import Path

root, build = Path(sys.argv[1]), Path(sys.argv[2])
problems, pages = [], {}
for machine in sorted(run.parent for run in (root / "results/reference").glob("*/run.json")):
    page = machine / "report.md"
    name = page.relative_to(root)
    shown = subprocess.run([build / "bin/harness", "report", machine, "--format", "markdown"], capture_output=True,
                           text=True)
    pages[name] = page.read_text() if page.exists() else ""
    if shown.returncode != 0:
        problems.append(f"{machine.relative_to(root)}: {shown.stderr.strip()}")
    elif shown.stdout != pages[name]:
        differing = difflib.unified_diff(pages[name].splitlines(), shown.stdout.splitlines(), "stored", "now", n=0, lineterm="")
        problems += [f"{name} is not what the stored runs say; ./scripts/regenerate --page writes it anew:",
                     *list(differing)[:20]]

readme = (root / "README.md").read_text()
section = readme.partition("## What is left of 8 – 6")[2].partition("\n## ")[0]
rows = [line for line in section.splitlines() if line.startswith("|")]
if len(rows) < 3:
    problems.append("README.md: no table of points under 'What is left of 8 – 6'")
for row in rows:
    if not any(row in page.splitlines() for page in pages.values()):
        problems.append(f"README.md: no report.md below results/reference has this row: {row}")

print("\n".join(problems) or f"{len(pages)} page, {len(rows)} rows of the README")
sys.exit(1 if problems or not pages else 0)
