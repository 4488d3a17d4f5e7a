"""requirements.txt as uv writes it: pinned, hashed, and with what needs each package ("# via")."""

import re
from dataclasses import dataclass, field

_PIN = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]*)==")


@dataclass
class Requirement:
    text: str = ""
    needed_by: list[str] = field(default_factory=list)


def normalised(name):
    return re.sub("[-_.]+", "-", name).lower()


def requirements(lock):
    """Name -> Requirement, in the order of the file."""
    found = {}
    current = None
    for line in lock.splitlines():
        if pin := _PIN.match(line):
            current = found.setdefault(normalised(pin[1]), Requirement())
        if current is None:
            continue
        if not line.lstrip().startswith("#"):
            current.text += line + "\n"
        elif (user := line.strip("# ").removeprefix("via").strip()) and not user.startswith("-r "):
            current.needed_by.append(normalised(user))
    return found


def with_dependents(lost, locked):
    """`lost` (name -> reason) and whatever cannot work without it."""
    everything = dict(lost)
    new = list(lost)
    while new:
        name = new.pop()
        for user in locked[name].needed_by:
            if user not in everything:
                everything[user] = f"it needs {name}: {everything[name]}"
                new.append(user)
    return everything
