"""Which stacks cannot run without these packages."""

import tomllib

from pip_lock import normalised


def lost_stacks(folder, lost):
    """(id, reason) of the stacks below workloads/<language>. `lost` has package names and reasons."""
    reasons = {normalised(name): (name, reason) for name, reason in lost.items()}
    rows = []
    for manifest in sorted(folder.glob("*/stack.toml")):
        stack = tomllib.loads(manifest.read_text())
        missing = [reasons[normalised(name)] for name in stack.get("third_party", []) if normalised(name) in reasons]
        if missing:
            name, reason = missing[0]
            others = f" (and {len(missing) - 1} others)" if len(missing) > 1 else ""
            rows.append((stack["id"], f"its package {name}{others} could not be installed: {reason}"))
    return rows
