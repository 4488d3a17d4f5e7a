"""Every harness command in a README exists, with every option it is shown with; every script it names exists."""

import re
import subprocess
import sys
from pathlib import Path

root, build = Path(sys.argv[1]), Path(sys.argv[2])
problems, checked = [], 0
for readme in [root / "README.md", *root.glob("*/README.md")]:
    text = readme.read_text()
    for script in set(re.findall(r"\./scripts/[a-z_-]+", text)):
        if not (root / script).exists():
            problems.append(f"{readme.relative_to(root)}: {script} does not exist")
    for command in re.findall(r"(?:\./scripts/harness|`harness) ((?:run|load|verify|list|doctor|report|verdict)[^`#\n]*)", text):
        words = command.split()
        shown = subprocess.run([build / "bin/harness", words[0], "--help"], capture_output=True, text=True)
        checked += 1
        for option in (word for word in words[1:] if word.startswith("-")):
            if shown.returncode != 0 or not re.search(rf"(?<![\w-]){re.escape(option)}(?![\w-])", shown.stdout):
                problems.append(f"{readme.relative_to(root)}: 'harness {words[0]}' has no option {option}")

print("\n".join(problems) or f"{checked} commands exist as shown")
sys.exit(1 if problems or checked == 0 else 0)
