"""Every C++ file is what clang-format 14 makes of it."""

import shutil
import subprocess
import sys
from pathlib import Path

root = Path(sys.argv[1])
tool = shutil.which("clang-format-14")
if tool is None:
    sys.exit("clang-format-14 is missing; run ./scripts/setup --for-tests")
files = [file for folder in ("harness", "workloads/native", "workloads/java", "tests") for file in sorted((root / folder).rglob("*.[ch]pp"))]
run = subprocess.run([tool, "--dry-run", "-Werror", *files], capture_output=True, text=True)
unformatted = sorted({line.split(":")[0] for line in run.stderr.splitlines() if "error: code should be clang-formatted" in line})
print("\n".join(unformatted) or f"{len(files)} files formatted")
if unformatted:
    print(f"run: clang-format-14 -i {' '.join(str(Path(each).relative_to(root)) for each in unformatted)}")
sys.exit(1 if unformatted or not files else 0)
