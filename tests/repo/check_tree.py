"""The house rules that can be seen from file names and text: every test is built, every source is listed, only the
folders the user drew exist at the top, nothing tracked is a stray, and no file is longer than it may be."""

import re
import subprocess
import sys
from pathlib import Path

root = Path(sys.argv[1])
listed = subprocess.run(["git", "-C", root, "ls-files"], capture_output=True, text=True)
if listed.returncode != 0:
    sys.exit("this check needs a git checkout")
tracked = [Path(name) for name in listed.stdout.splitlines() if (root / name).exists()]
problems = []

for file in tracked:
    text = (root / file).read_bytes()
    top = file.parts[0]
    if len(file.parts) > 1 and not top.startswith(".") and top not in {"harness", "workloads", "scripts", "results", "tests"}:
        problems.append(f"{file}: '{top}' is not a top-level folder of this project")
    if not text.strip() and file.name != "__init__.py":
        problems.append(f"{file}: an empty file")
    if len(text) > 512 * 1024:
        problems.append(f"{file}: {len(text)} bytes; large files do not belong in the repository")
    if file.suffix in {".cpp", ".hpp", ".java"}:
        lines = text.count(b"\n")
        if lines > 400:
            problems.append(f"{file}: {lines} lines; at most 400")
        # A source that no CMakeLists.txt names looks like code, or like coverage, and never runs.
        lists = [parent / "CMakeLists.txt" for parent in (root / file).parents if (parent / "CMakeLists.txt").exists()]
        if file.suffix != ".hpp" and not any(re.search(rf"\b{re.escape(file.name)}\b", each.read_text()) for each in lists[:1]):
            problems.append(f"{file}: not listed in the nearest CMakeLists.txt, so it is never built")

print("\n".join(problems) or f"{len(tracked)} tracked files in order")
sys.exit(1 if problems else 0)
