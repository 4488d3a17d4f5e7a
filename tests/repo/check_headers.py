"""Every header compiles alone: whoever includes it needs to know nothing else."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

root, compiler = Path(sys.argv[1]), sys.argv[2]
headers = sorted([*root.glob("harness/**/*.hpp"), *root.glob("workloads/native/**/*.hpp")])


def compile_alone(header):
    run = subprocess.run(
        [compiler, "-std=c++20", "-fsyntax-only", "-Wall", "-Wextra", "-I", root, "-x", "c++", "-"],
        input=f'#include "{header}"\n',
        capture_output=True,
        text=True,
    )
    return None if run.returncode == 0 else f"{header.relative_to(root)}\n{run.stderr[:2000]}"


with ThreadPoolExecutor(2) as pool:
    problems = [problem for problem in pool.map(compile_alone, headers) if problem]
print("\n".join(problems) or f"{len(headers)} headers compile alone")
sys.exit(1 if problems or not headers else 0)
