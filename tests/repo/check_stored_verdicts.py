"""Each stored verdict comes out again from the rows beside it, by the command that the README names."""

import subprocess
import sys
from pathlib import Path

root, build = Path(sys.argv[1]), Path(sys.argv[2])
problems, runs = [], sorted(rows.parent for rows in (root / "results/reference").rglob("slices.csv"))
for run in runs:
    judged = subprocess.run([build / "bin/harness", "verdict", run], capture_output=True, text=True)
    other_verdicts_of_other_claims = judged.returncode == 3 and judged.stderr.startswith("warning: ")
    if judged.returncode != 0 and not other_verdicts_of_other_claims:
        said = judged.stderr.strip() or judged.stdout.strip().splitlines()[-1]
        problems.append(f"{run.relative_to(root)}: exit {judged.returncode}: {said}")

print("\n".join(problems) or f"{len(runs)} runs")
sys.exit(1 if problems or not runs else 0)
