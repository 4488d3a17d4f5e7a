"""What became of an install: which packages are there, in which versions, and a digest of every file of theirs."""

import hashlib
import re
from importlib.metadata import distributions


def _normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def site_of(folder):
    return next(folder.glob("lib/python3*/site-packages"))


def packages_in(folder):
    found = {}
    for each in distributions(path=[str(site_of(folder))]):
        name = _normal(each.metadata["Name"])
        found[name] = f"there twice, {found[name]} and {each.version}" if name in found else each.version
    return found


def packages_of(lock):
    locked = re.findall(r"^([\w.-]+)==([^\s;\\]+)", lock.read_text(), re.M)
    return {_normal(name): version for name, version in locked}


# What a tool writes about the tree into the tree counts by being there: in it stand the place of the environment and
# the digests of the launchers, which name that place, too.
_OF_THE_TOOL = {"RECORD", "INSTALLER", "REQUESTED"}


def tree_digest(folder):
    """Links by where they point to, files by their content and whether they can be executed. Not the bytecode, which
    holds the time at which its source was unpacked; of the launchers the names."""
    digest = hashlib.sha256()
    site = site_of(folder)
    files = (path for path in site.rglob("*") if path.is_symlink() or path.is_file())
    for path in sorted(path for path in files if "__pycache__" not in path.parts):
        if path.is_symlink():
            kind, content = "link", str(path.readlink()).encode()
        else:
            kind = "program" if path.stat().st_mode & 0o100 else "file"
            of_the_tool = path.name in _OF_THE_TOOL and path.parent.suffix == ".dist-info"
            content = b"" if of_the_tool else path.read_bytes()
        digest.update(f"{kind} {len(content)} {path.relative_to(site)}\0".encode() + content)
    launchers = sorted(path.name for path in (folder / "bin").iterdir())
    digest.update("\0".join(launchers).encode())
    return digest.hexdigest()


def difference_between(locked, found):
    for name, version in locked.items():
        if found.get(name) != version:
            return f"{name} is {found.get(name, 'missing')}, locked is {version}"
    more = next((name for name in found if name not in locked), None)
    return f"{more} {found[more]} is not locked" if more else None


def what_is_wrong(folder, record):
    """None when the folder has what the lock says and every byte of the install that the record was made from."""
    difference = difference_between(record["packages"], packages_in(folder))
    if difference:
        return difference
    digest = tree_digest(folder)
    return None if digest == record["tree"] else f"the tree is {digest}, that of the first install was {record['tree']}"
