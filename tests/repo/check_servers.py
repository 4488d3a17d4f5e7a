"""A stack that serves is one folder: a manifest and, unless it starts the server of another folder, one file of code
with under 80 lines of at most 120 columns. What is not the framework's own stands in common/."""

import subprocess
import sys
import tomllib
from pathlib import Path

root = Path(sys.argv[1]) / "workloads"
LINES = 80
COLUMNS = 120
CODE = {".mjs", ".cjs", ".js", ".ts", ".py"}
LONGER = {
    "python/asyncio": "the standard library has no HTTP for asyncio: its parser and its connections are part of the server",
    "python/threads": "http.server neither reads chunked bodies nor refuses what is malformed: the server does it itself",
}

problems = []
servers = 0
for manifest in sorted(path for language in ("node", "python", "other") for path in root.glob(f"{language}/*/stack.toml")):
    if "endpoints" not in tomllib.loads(manifest.read_text()):
        continue
    folder = manifest.parent
    stack = str(folder.relative_to(root))
    listed = subprocess.run(["git", "-C", folder, "ls-files"], capture_output=True, text=True, check=True)
    code = [name for name in listed.stdout.splitlines() if Path(name).suffix in CODE]
    lines = [(folder / name).read_text().splitlines() for name in code]
    servers += len(code) > 0
    fits = len(code) <= 1 and all(len(each) < LINES for each in lines)
    if stack in LONGER and fits:
        problems.append(f"{stack}: one file of under {LINES} lines: take it out of LONGER in {Path(__file__).name}")
    if stack not in LONGER and not fits:
        sizes = ", ".join(f"{name} {len(each)}" for name, each in zip(code, lines))
        problems.append(f"{stack}: lines of code: {sizes}; one file of under {LINES} is what a framework should take")
    for name, each in zip(code, lines):
        problems += [f"{stack}/{name}:{n}: over {COLUMNS} columns" for n, line in enumerate(each, 1) if len(line) > COLUMNS]
problems += [f"{stack} is in LONGER, but no stack with endpoints" for stack in LONGER if not (root / stack).is_dir()]

print("\n".join(problems) or f"{servers} servers of one file each, {len(LONGER)} of them for a reason longer")
sys.exit(1 if problems or servers == 0 else 0)
