"""Some requirements of the lock file, by pip."""

import subprocess


class PipInstaller:
    def __init__(self, python, locked, scratch):
        self.command = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--retries", "1"]
        self.locked = locked
        self.file = scratch / "requirements.txt"

    def install(self, names):
        """None, or pip's first complaint. The lock names every dependency, so pip must not look for any."""
        self.file.write_text("".join(self.locked[name].text for name in names))
        done = subprocess.run([*self.command, "--no-deps", "--require-hashes", "-r", self.file],
                              stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        return None if done.returncode == 0 else complaint(done.stderr)


def complaint(stderr):
    said = [line for line in stderr.splitlines() if line.startswith("ERROR: ")] or stderr.splitlines()[-1:] or ["pip failed"]
    return " ".join(said[0].removeprefix("ERROR: ").split())[:200]
