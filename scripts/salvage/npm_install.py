"""Some packages of package.json, with what they need of its lock file, by npm."""

import json
import re
import subprocess

KINDS = ("dependencies", "devDependencies")


class NpmInstaller:
    def __init__(self, folder, scratch):
        self.package = json.loads((folder / "package.json").read_text())
        self.lock = json.loads((folder / "package-lock.json").read_text())
        self.scratch = scratch

    def names(self):
        return [name for kind in KINDS for name in self.package.get(kind, {})]

    def install(self, names):
        """Into node_modules of the scratch folder. None, or npm's first complaint."""
        root = self.lock["packages"][""]
        lock = {**self.lock, "packages": {**self.lock["packages"], "": only(names, root)}}
        (self.scratch / "package.json").write_text(json.dumps(only(names, self.package)))
        (self.scratch / "package-lock.json").write_text(json.dumps(lock))
        done = subprocess.run(["npm", "ci", "--ignore-scripts", "--include=dev", "--no-audit", "--no-fund",
                               "--loglevel=error", "--fetch-retries=1"],
                              cwd=self.scratch, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        return None if done.returncode == 0 else complaint(done.stderr)


def only(names, package):
    """`package` without what is not among `names`; npm then leaves alone what only that needed."""
    wanted = {kind: {name: version for name, version in package.get(kind, {}).items() if name in names} for kind in KINDS}
    return {**package, **wanted}


def complaint(stderr):
    """Of "npm error code E404" and "npm error 404 Not Found - GET https://…" the latter, without npm's keyword."""
    said = [line.split(None, 2)[-1] for line in stderr.splitlines() if line.startswith(("npm error ", "npm ERR! "))]
    telling = [line for line in said if not line.startswith(("code ", "A complete log"))]
    return re.sub("^[a-z0-9]+ (?=[A-Z])", "", " ".join((telling or ["npm failed"])[0].split()))[:200]
