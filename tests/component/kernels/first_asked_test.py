"""A server imports a kernel when it is first asked for, and no other: one that cannot even be imported hurts nobody who
asks for something else."""

import http.client
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import tomllib
import unittest
from contextlib import closing
from pathlib import Path

workloads = Path(sys.argv[1]).absolute() / "workloads"
programs = {each["id"]: workloads / each["program"]
            for each in tomllib.loads((workloads / "runtimes.toml").read_text())["runtime"]}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Servers:
    runtime = stack = suffix = None

    def setUp(self):
        if not programs[self.runtime].exists():
            self.skipTest(f"{programs[self.runtime]} is not there; ./scripts/setup installs it")
        folder = tempfile.TemporaryDirectory(prefix="harness-first-asked-")
        self.addCleanup(folder.cleanup)
        self.copy = Path(folder.name)
        for part in (self.stack, "common", "kernels"):
            shutil.copytree(workloads / self.language / part, self.copy / part)

    def start(self):
        environment = {"PATH": os.environ["PATH"], "PORT": str(free_port())}
        self.process = subprocess.Popen([programs[self.runtime], f"server{self.suffix}"], cwd=self.copy / self.stack,
                                        env=environment, stdout=subprocess.PIPE, text=True)
        self.addCleanup(self.process.communicate, timeout=10)
        self.addCleanup(self.process.terminate)
        self.port = environment["PORT"]
        self.assertIn('"ready":true', self.process.stdout.readline())

    def get(self, target):
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)) as connection:
            connection.request("GET", target)
            answer = connection.getresponse()
            return answer.status, answer.read()

    def test_nobody_who_does_not_ask_for_it_imports_a_kernel(self):
        (self.copy / "kernels" / f"nbody{self.suffix}").write_text("this is neither JavaScript nor Python\n")
        self.start()
        self.assertEqual(self.get("/plaintext"), (200, b"Hello, World!"))
        status, body = self.get("/cpu/fib?n=20")
        self.assertEqual((status, json.loads(body)["r"]), (200, "6765"))
        self.assertEqual(self.get("/mixed/fib?n=20&p=100&i=1"), (200, b"Hello, World!"))
        self.assertEqual(self.get("/cpu/no-kernel?n=20")[0], 404)


class Node(Servers, unittest.TestCase):
    runtime, language, stack, suffix = "node", "node", "http", ".mjs"


class Python(Servers, unittest.TestCase):
    runtime, language, stack, suffix = "cpython", "python", "asyncio", ".py"


unittest.main(argv=sys.argv[:1] + sys.argv[2:], verbosity=2)
