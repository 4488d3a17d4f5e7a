"""The pools behind /cpu_off, for real: all workers are there before the server says that it is ready; SIGTERM to the
whole group, as the harness sends it, waits for what is under way; nothing is left, also when a computation would go on
for longer than a server may take to stop; settings that mean nothing are refused."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import tomllib
import unittest
from contextlib import closing
from pathlib import Path

workloads = Path(sys.argv[1]).absolute() / "workloads"
programs = {each["id"]: workloads / each["program"]
            for each in tomllib.loads((workloads / "runtimes.toml").read_text())["runtime"]
            if each["id"] in ("node", "cpython")}
FIB_22 = {"k": "fib", "n": 22, "r": "17711"}
STOP_S = 5.5  # 5 s by the contract
PF_EXITING = 0x4  # proc_pid_stat(5), flags: on its way out, on which its files are closed early


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def group(leader):
    """Of every live process of the group: pid -> number of threads."""
    found = {}
    for entry in Path("/proc").iterdir():
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
            if int(fields[2]) == leader and fields[0] != "Z" and not int(fields[6]) & PF_EXITING:
                found[int(entry.name)] = int(fields[17])
        except (OSError, ValueError, IndexError):
            continue  # no process, or it has just ended
    return found


class Server:
    def __init__(self, stack, **settings):
        manifest = tomllib.loads((workloads / stack / "stack.toml").read_text())
        words = [str(programs[manifest["runtime"]]) if word == "{runtime}" else word for word in manifest["argv"]]
        self.port = free_port()
        environment = {"PATH": os.environ["PATH"], "PORT": str(self.port), **manifest["env"], **settings}
        self.process = subprocess.Popen(words, cwd=workloads / stack, env=environment, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, text=True, start_new_session=True)
        self.ready = self.process.stdout.readline()

    def get(self, target):
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as connection:
            connection.request("GET", target)
            answer = connection.getresponse()
            return answer.status, answer.read()

    def stop(self):
        """-> seconds until it had ended, code, and all it has said since it was ready."""
        began = time.monotonic()
        os.killpg(self.process.pid, signal.SIGTERM)
        out, err = self.process.communicate(timeout=30)
        return time.monotonic() - began, self.process.returncode, out + err

    def end(self):
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.communicate()


class Pools:
    stack = None

    def start(self, **settings):
        server = Server(self.stack, **settings)
        self.addCleanup(server.end)
        return server

    def workers(self, server):
        """How many more threads and processes there are than without a pool."""
        without = self.start(OFFLOAD="none")
        counts = [sum(group(each.process.pid).values()) for each in (server, without)]
        without.stop()
        return counts[0] - counts[1]

    def assert_gone(self, server, stopped, at_most=STOP_S):
        took, code, said = stopped
        self.assertEqual((code, said), (0, ""))
        self.assertLess(took, at_most)
        self.assertEqual(group(server.process.pid), {})

    def test_all_workers_are_there_before_the_first_request(self):
        server = self.start(THREADS="3")
        self.assertIn('"ready":true', server.ready)
        self.assertGreaterEqual(self.workers(server), 3)
        self.assertEqual(server.get("/cpu_off/fib?n=22"), (200, json.dumps(FIB_22, separators=(",", ":")).encode()))
        self.assertEqual(json.loads(server.get("/__info")[1])["offload"], self.offload)
        self.assert_gone(server, server.stop(), 2)

    def test_without_a_pool_there_is_no_such_path(self):
        server = self.start(OFFLOAD="none")
        self.assertEqual(server.get("/cpu_off/fib?n=22")[0], 404)
        self.assertEqual(server.get("/cpu/fib?n=22")[0], 200)
        self.assertEqual(json.loads(server.get("/__info")[1])["offload"], "none")
        self.assert_gone(server, server.stop(), 2)

    def test_what_is_under_way_is_answered_before_it_ends(self):
        server = self.start()
        answers = []
        n = self.n_of_a_second(server)
        client = threading.Thread(target=lambda: answers.append(server.get(f"/cpu_off/fib?n={n}")))
        client.start()
        time.sleep(0.2)
        stopped = server.stop()
        client.join()
        self.assertEqual([status for status, body in answers], [200])
        self.assert_gone(server, stopped)

    def n_of_a_second(self, server):
        n, took = 20, 0
        while took < 0.8:
            n += 1
            began = time.monotonic()
            server.get(f"/cpu_off/fib?n={n}")
            took = time.monotonic() - began
        return n

    def test_what_takes_too_long_ends_with_it(self):
        server = self.start(THREADS="2")
        for _ in range(4):  # two are computed, two wait
            threading.Thread(target=self.ask_in_vain, args=(server, "/cpu_off/mandelbrot?n=16000"), daemon=True).start()
        time.sleep(0.5)
        self.assertEqual(server.get("/plaintext")[0], 200)
        self.assert_gone(server, server.stop())

    def ask_in_vain(self, server, target):
        try:
            server.get(target)
        except (OSError, http.client.HTTPException):
            pass

    def test_settings_that_mean_nothing_are_refused(self):
        for settings in ({"OFFLOAD": "threads"}, {"THREADS": "0"}, {"THREADS": "two"}):
            with self.subTest(settings):
                server = self.start(**settings)
                _, err = server.process.communicate(timeout=10)
                self.assertEqual((server.process.returncode, server.ready), (2, ""))
                self.assertIn(list(settings)[0], err)
                self.assertEqual(err.count("\n"), 1, err)


class NodeHttp(Pools, unittest.TestCase):
    stack, offload = "node/http-offload", "thread"


class NodeFastify(Pools, unittest.TestCase):
    stack, offload = "node/fastify-offload", "thread"


class Asyncio(Pools, unittest.TestCase):
    stack, offload = "python/asyncio-threads", "thread"


class AsyncioProcesses(Pools, unittest.TestCase):
    stack, offload = "python/asyncio-processes", "process"


class Uvicorn(Pools, unittest.TestCase):
    stack, offload = "python/uvicorn-threads", "thread"


unittest.main(argv=sys.argv[:1] + sys.argv[2:], verbosity=2)
