"""Called by scripts/setup when a lock file could not be installed as a whole: installs what can be, says which stacks
are lost and why, and leaves that for the harness in a file `.lost` beside the packages.

python3 scripts/salvage python|node
"""

import shutil
import sys
import tempfile
from pathlib import Path

import pip_lock
import stacks
from npm_install import NpmInstaller
from pip_install import PipInstaller
from what_can_be import install_what_can_be

WORKLOADS = Path(__file__).resolve().parents[2] / "workloads"


def salvage_python(packages, scratch):
    requirements = pip_lock.requirements((WORKLOADS / "python/requirements.txt").read_text())
    lost = install_what_can_be(list(requirements), PipInstaller(packages / "bin/python", requirements, scratch).install)
    return pip_lock.with_dependents(lost, requirements)


def salvage_node(packages, scratch):
    installer = NpmInstaller(WORKLOADS / "node", scratch)
    lost = install_what_can_be(installer.names(), installer.install)
    installer.install([name for name in installer.names() if name not in lost])
    shutil.rmtree(packages, ignore_errors=True)
    shutil.move(scratch / "node_modules", packages)
    return lost


def main(language):
    salvage, packages = {"python": (salvage_python, WORKLOADS / "python/.venv"),
                         "node": (salvage_node, WORKLOADS / "node/node_modules")}[language]
    # Not in /tmp: moving what has been installed should not copy it.
    with tempfile.TemporaryDirectory(prefix=".salvage-", dir=WORKLOADS / language) as scratch:
        lost = salvage(packages, Path(scratch))
    again = f"to try again: rm {(packages / '.installed-from').relative_to(WORKLOADS.parent)} && ./scripts/setup"
    rows = stacks.lost_stacks(WORKLOADS / language, lost)
    for stack, reason in rows:
        print(f"setup: lost: {stack}: {reason}", file=sys.stderr)
    (packages / ".lost").write_text("".join(f"{stack}\t{reason}; {again}\n" for stack, reason in rows))
    print(f"setup: all other stacks are there; {again}", file=sys.stderr)


main(sys.argv[1])
