"""Every #include between modules, and every CMake link, is an edge that layers.txt allows; no circles."""

import re
import sys
from pathlib import Path

root = Path(sys.argv[1])
allowed = {}
for line in (root / "tests/repo/layers.txt").read_text().splitlines():
    if line and not line.startswith("#"):
        module, _, uses = line.partition(":")
        # A line may only name modules above it, so the table itself cannot hold a circle.
        unknown = set(uses.split()) - set(allowed)
        if unknown:
            sys.exit(f"layers.txt: {module} uses {sorted(unknown)}, which are not on a lower line")
        allowed[module] = set(uses.split())

problems = []
folders = {folder.name for folder in (root / "harness").iterdir() if folder.is_dir()}
for missing in sorted(folders ^ set(allowed)):
    problems.append(f"harness/{missing}: in layers.txt or on disk, but not in both")

include = re.compile(r'^\s*#\s*include\s*"harness/([a-z_]+)/', re.M)
link = re.compile(r"harness::([a-z_]+)")
for module in sorted(folders & set(allowed)):
    for file in sorted((root / "harness" / module).rglob("*")):
        if file.name == "CMakeLists.txt":
            used = set(link.findall(file.read_text()))
        elif file.suffix in {".hpp", ".cpp"}:
            used = set(include.findall(file.read_text()))
        else:
            continue
        for other in sorted(used - allowed[module] - {module}):
            problems.append(f"{file.relative_to(root)}: {module} may not use {other}")

print("\n".join(problems) or f"{len(allowed)} modules, every edge allowed")
sys.exit(1 if problems else 0)
