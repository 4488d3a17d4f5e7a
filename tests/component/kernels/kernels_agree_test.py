"""The job programs of JavaScript, Python, C++ and Java: each kernel in each flavour gives the line that
workloads/kernels.toml expects, twice in a row, and whatever a job does not know it refuses. A language whose runtime is
not there is skipped."""

import json
import math
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
import unittest
from pathlib import Path

root, build = Path(sys.argv[1]), Path(sys.argv[2])
workloads = root / "workloads"
runtimes = {each["id"]: each for each in tomllib.loads((workloads / "runtimes.toml").read_text())["runtime"]}
kernels = tomllib.loads((workloads / "kernels.toml").read_text())["kernel"]

USAGE, DISAGREEMENT, MISSING_PACKAGE = 2, 3, 4
KEYS = ["kernel", "flavour", "n", "line", "tag", "setup_ns", "iteration_ns", "iteration_cpu_ns", "loop_ns",
        "max_rss_kib", "runtime", "version"]
KEYS_TOGETHER = [{"iteration_cpu_ns": "worker_rates_per_s"}.get(key, key) for key in KEYS if key != "loop_ns"]


def known(message):
    return message.rstrip("\n").split("known: ")[1].split(", ")


def is_close(line, expected, tolerance):
    numbers = list(zip(line.split(" "), expected.split(" "), strict=True))
    return all(math.isclose(float(a), float(b), rel_tol=tolerance) for a, b in numbers)


class Kernels:
    """What is asked of every program that runs kernels; the classes below say which."""

    language = None
    runtime = None
    script = None
    library = None  # its flavours are those that need this one

    def setUp(self):
        if not Path(self.command()[0]).exists():
            self.skipTest(f"{self.command()[0]} is not there; install it with {runtimes[self.runtime]['install']}")

    def command(self):
        return [str(workloads / runtimes[self.runtime]["program"]), str(self.script)]

    def job(self, *words):
        return subprocess.run([*self.command(), *map(str, words)], capture_output=True, text=True, timeout=60)

    def refusal(self, *words):
        job = self.job(*words)
        self.assertEqual((job.returncode, job.stdout), (USAGE, ""), words)
        return job.stderr.split(": ", 1)[1]

    def flavours_of(self, kernel):
        with_numpy = self.library == "numpy"
        return [flavour for flavour in kernel["flavours"]
                if self.language in flavour and (flavour.get("needs") == "numpy") == with_numpy]

    def test_every_flavour_gives_the_expected_line(self):
        for kernel in kernels:
            for flavour in self.flavours_of(kernel):
                for vector in kernel["vectors"]:
                    with self.subTest(kernel=kernel["name"], flavour=flavour["name"], n=vector["n"]):
                        self.check(kernel["name"], flavour, vector)

    def check(self, kernel, flavour, vector):
        job = self.job(kernel, flavour["name"], vector["n"], 2)
        if job.returncode == MISSING_PACKAGE and "needs" in flavour:
            self.skipTest(job.stderr.strip())
        self.assertEqual((job.returncode, job.stderr), (0, ""))
        report = json.loads(job.stdout)
        self.assertEqual(job.stdout, json.dumps(report, separators=(",", ":")) + "\n")
        self.assertEqual(list(report), KEYS)
        if "tolerance" in flavour:
            self.assertTrue(is_close(report["line"], vector["line"], flavour["tolerance"]), report["line"])
        else:
            self.assertEqual(report["line"], vector["line"])
        said = (report["kernel"], report["flavour"], report["n"], report["tag"], report["runtime"])
        self.assertEqual(said, (kernel, flavour["name"], vector["n"], flavour[self.language], self.runtime))
        self.assertEqual([len(report["iteration_ns"]), len(report["iteration_cpu_ns"])], [2, 2])
        self.assertGreater(report["loop_ns"], sum(report["iteration_ns"]))
        self.assertGreater(min(report["setup_ns"] + 1, *report["iteration_ns"], report["max_rss_kib"]), 0)

    def test_it_has_the_kernels_and_flavours_of_the_list(self):
        its = [kernel for kernel in kernels if self.flavours_of(kernel)]
        self.assertEqual(known(self.refusal("no-kernel", "same", 1, 1)), [kernel["name"] for kernel in its])
        for kernel in its:
            names = [flavour["name"] for flavour in self.flavours_of(kernel)]
            self.assertEqual(known(self.refusal(kernel["name"], "no-flavour", 1, 1)), names, kernel["name"])


class Jobs(Kernels):
    """What is asked of every language."""

    def test_it_refuses_in_the_same_words_as_the_others(self):
        self.assertEqual(self.refusal("fannkuch", "same", 2, 1), "'2' is no n of fannkuch; known: 3 to 12\n")
        self.assertEqual(self.refusal("fib", "same", "-1", 1), "'-1' is no n of fib; known: 1 to 45\n")
        self.assertEqual(self.refusal("fib", "same", 1, "1e3"),
                         "'1e3' is no number of iterations; known: 1 to 100000\n")
        self.assertRegex(self.refusal("fib"), r"^usage: [a-z.-]+ KERNEL FLAVOUR N ITERATIONS \[SECONDS( \[WORKERS LEAD_IN\])?\]\n$")
        self.assertEqual(self.refusal("fib", "same", 1, 1, "soon"),
                         "'soon' is no number of seconds; known: 0 to 9999\n")

    def test_it_goes_on_until_the_time_is_over(self):
        report = json.loads(self.job("fib", "same", 10, 2, "0.05").stdout)
        self.assertGreater(len(report["iteration_ns"]), 10)
        self.assertGreater(sum(report["iteration_ns"]), 1e6)


class Workers:
    """Several at the same time: `ways` of the language, each with the words of its command."""

    ways = {}

    def test_workers_do_the_work_and_have_a_rate_each(self):
        for way, command in self.ways.items():
            with self.subTest(way=way):
                words = ["fib", "same", 15, 3, 0.2, 2, 0.05]
                job = subprocess.run([*command, *map(str, words)], capture_output=True, text=True, timeout=60)
                self.assertEqual((job.returncode, job.stderr), (0, ""))
                report = json.loads(job.stdout)
                self.assertEqual(list(report), KEYS_TOGETHER)
                self.assertEqual((report["line"], len(report["worker_rates_per_s"])), ("610", 2))
                in_time = 0.2 * sum(report["worker_rates_per_s"])
                self.assertTrue(0.5 < in_time / len(report["iteration_ns"]) < 2, report["worker_rates_per_s"])

    def test_it_counts_at_least_as_many_as_asked(self):
        for way, command in self.ways.items():
            with self.subTest(way=way):
                words = ["fib", "same", 15, 3, 0, 2, 0]
                job = subprocess.run([*command, *map(str, words)], capture_output=True, text=True, timeout=60)
                self.assertEqual(len(json.loads(job.stdout)["iteration_ns"]), 6)

    def test_it_refuses_a_number_of_workers_that_is_none(self):
        for way, command in self.ways.items():
            words = ["fib", "same", 15, 3, 0.1, 0, 0]
            job = subprocess.run([*command, *map(str, words)], capture_output=True, text=True, timeout=60)
            self.assertEqual(job.returncode, USAGE, way)
            self.assertTrue(job.stderr.endswith("'0' is no number of workers; known: 1 to 4096\n"), job.stderr)


class Scripts(Jobs):
    unsteady = None  # appended to the kernel fib, so that it counts its calls

    def test_a_result_that_changes_is_refused(self):
        with tempfile.TemporaryDirectory(prefix="harness-kernels-") as folder:
            copy = Path(folder) / "kernels"
            shutil.copytree(self.script.parent, copy)
            with open(copy / f"fib{self.script.suffix}", "a") as fib:
                fib.write(self.unsteady)
            self.script = copy / self.script.name
            job = self.job("fib", "same", 20, 3)
        self.assertEqual((job.returncode, job.stdout), (DISAGREEMENT, ""))
        self.assertEqual(job.stderr.split(": ", 1)[1],
                         "fib same 20: iteration 1 gave '6766', iteration 0 gave '6765'\n")


class JavaScript(Scripts, Workers, unittest.TestCase):
    language, runtime, script = "node", "node", workloads / "node/kernels/job.mjs"
    ways = {way: [str(workloads / runtimes["node"]["program"]), str(workloads / "node/kernels/together.mjs"), way]
            for way in ("threads", "processes", "promises")}
    unsteady = "\nlet calls = 0;\nflavours.same.run = (n) => fib(n) + calls++;\n"

    def test_a_slower_iteration_takes_a_tenth_longer_than_the_kernel(self):
        program = """
            import { slower } from './slower.mjs';
            const now = () => performance.now();
            let own;
            const busy = slower({ run() { const begun = now(); while (now() < begun + 5); own = now() - begun; } });
            const times = Array.from({ length: 20 }, () => { const begun = now(); busy.run(); return (now() - begun) / own; });
            console.log(Math.min(...times));"""
        node = subprocess.run([self.command()[0], "--input-type=module", "-e", program], cwd=self.script.parent,
                              capture_output=True, text=True, timeout=60)
        self.assertEqual(node.stderr, "")
        self.assertTrue(1.09 < float(node.stdout) < 1.2, node.stdout)

    def test_a_long_report_of_a_process_arrives_whole(self):
        words = ["processes", "fib", "same", "2", "3", "0.5", "2", "0"]
        job = subprocess.run([self.command()[0], "together.mjs", *words], cwd=self.script.parent, capture_output=True,
                             text=True, timeout=60)
        self.assertEqual((job.returncode, job.stderr), (0, ""))
        self.assertGreater(len(job.stdout), 1e6)

    def test_a_slower_server_starts_a_tenth_later(self):
        program = """
            import http from 'node:http';
            while (performance.now() < 300);
            const begun = performance.now();
            http.createServer({}, () => {});
            console.log(performance.now() / begun);"""
        words = ["--import", "../common/ten_percent.mjs", "--input-type=module", "-e", program]

        def longer():
            node = subprocess.run([self.command()[0], *words], cwd=self.script.parent, capture_output=True, text=True,
                                  timeout=60)
            self.assertEqual(node.stderr, "")
            return float(node.stdout)

        # Others on a busy machine only ever make it longer.
        least = min(longer() for _ in range(5))
        self.assertTrue(1.1 <= least < 1.2, least)

    def test_a_slower_server_takes_a_tenth_more_for_each_request_of_a_target(self):
        program = """
            import http from 'node:http';
            const taken = () => { const { user, system } = process.cpuUsage(); return user + system; };
            let sink = 1;
            const work = ({ url }) => {
              for (let i = Number(url.split('n=')[1]); i > 0; i -= 1) sink = Math.imul(sink, 48271) ^ i;
            };
            const server = http.createServer({}, work);
            const cost = (serve, url) => {
              const begun = taken();
              for (let i = 0; i < 1024; i += 1) serve({ url });
              return taken() - begun;
            };
            const short = '/work?n=3000', long = '/work?n=12000', ratios = { [short]: [], [long]: [] };
            for (let turn = 0; turn < 30; turn += 1)
              for (const url of [short, long])
                ratios[url].push(cost((request) => server.emit('request', request), url) / cost(work, url));
            for (const url of [short, long]) console.log(ratios[url].slice(5).sort((a, b) => a - b)[12]);"""
        words = ["--import", "../common/ten_percent.mjs", "--input-type=module", "-e", program]
        node = subprocess.run([self.command()[0], *words], cwd=self.script.parent, capture_output=True, text=True,
                              timeout=60)
        self.assertEqual(node.stderr, "")
        short, long = map(float, node.stdout.split())
        # One tenth for both, of what they cost on average, would be 1.2 for the short one.
        self.assertTrue(1.05 < short < 1.17 and 1.05 < long < 1.17, node.stdout)

    def test_a_slower_server_of_websockets_takes_a_tenth_more_for_each_message(self):
        program = """
            import { WebSocket } from 'ws';
            const taken = () => { const { user, system } = process.cpuUsage(); return user + system; };
            const spin = (us) => { const begun = taken(); while (taken() < begun + us); };
            const socket = new WebSocket(null, undefined, {});
            socket.on('message', () => spin(400));
            socket.on('ping', () => spin(400));
            const say = (event) => socket.emit(event, 'said', false);
            const cost = (hear) => {
              const begun = taken();
              for (let i = 0; i < 50; i += 1) { spin(100); hear(); }
              return taken() - begun;
            };
            const ratios = { message: [], ping: [] };
            for (let turn = 0; turn < 20; turn += 1)
              for (const event of ['message', 'ping']) {
                const alone = cost(() => spin(400));
                say('message'); // pays for all that was before
                ratios[event].push(cost(() => say(event)) / alone);
              }
            for (const event of ['message', 'ping']) console.log(ratios[event].sort((a, b) => a - b)[10]);"""
        words = ["--import", "../common/ten_percent_messages.mjs", "--input-type=module", "-e", program]
        node = subprocess.run([self.command()[0], *words], cwd=self.script.parent, capture_output=True, text=True,
                              timeout=60)
        self.assertEqual(node.stderr, "")
        of_a_message, of_a_ping = map(float, node.stdout.split())
        self.assertTrue(1.09 < of_a_message < 1.15, node.stdout)
        self.assertTrue(0.95 < of_a_ping < 1.05, node.stdout)

    def test_slower_reaches_the_kernel_in_every_process_and_thread(self):
        with tempfile.TemporaryDirectory(prefix="harness-kernels-") as folder:
            copy = Path(folder) / "kernels"
            shutil.copytree(self.script.parent, copy)
            slower = copy / "slower.mjs"  # eleven times as long, which no noise hides
            slower.write_text(slower.read_text().replace("/ TENTH", "* TENTH"))
            job = ["fib", "same", 20, 3, 0.2]
            for program, way, more in [("job.mjs", [], [])] + [("together.mjs", [way], [2, 0.05]) for way in self.ways]:
                with self.subTest(program=program, way=way):
                    fastest = [self.fastest(copy / program, *way, *option, *job, *more) for option in ([], ["--slower"])]
                    self.assertGreater(fastest[1], 4 * fastest[0])

    def fastest(self, program, *words):
        job = subprocess.run([self.command()[0], program, *map(str, words)], capture_output=True, text=True, timeout=60)
        self.assertEqual((job.returncode, job.stderr), (0, ""))
        return min(json.loads(job.stdout)["iteration_ns"])


class Python(Scripts, Workers, unittest.TestCase):
    language, runtime, script = "python", "cpython", workloads / "python/kernels/job.py"
    ways = {way: [str(workloads / runtimes["cpython"]["program"]), str(workloads / "python/kernels/together.py"), way]
            for way in ("threads", "processes")}
    unsteady = "\ncalls = iter(range(9))\nFLAVOURS['same']['run'] = lambda n: fib(n) + next(calls)\n"


class NumPy(Kernels, unittest.TestCase):
    language, runtime, script = "python", "cpython", workloads / "python/kernels-numpy/job.py"
    library = "numpy"
    manifest = tomllib.loads((workloads / "python/kernels-numpy/stack.toml").read_text())

    def setUp(self):
        super().setUp()
        if self.python("-c", "import numpy").returncode != 0:
            self.skipTest("NumPy is not installed; ./scripts/setup installs it")

    def python(self, *words):
        return subprocess.run([self.command()[0], *words], capture_output=True, text=True, timeout=60,
                              env=self.manifest["env"])

    def test_its_stack_does_the_flavours_of_the_list(self):
        flavours = {flavour["name"] for kernel in kernels for flavour in self.flavours_of(kernel)}
        self.assertEqual(flavours, set(self.manifest["jobs"]))

    @unittest.skipIf(len(os.sched_getaffinity(0)) == 1, "with one CPU its BLAS has one thread anyway")
    def test_its_blas_has_one_thread(self):
        count = "import numpy, os; numpy.ones((500, 500)) @ numpy.ones((500, 500)); print(len(os.listdir('/proc/self/task')))"
        self.assertEqual(self.python("-c", count).stdout, "1\n")

    def test_a_job_without_numpy_leaves_with_the_reason(self):
        job = self.python("-S", str(self.script), "matmul", "numpy", "32", "1")  # -S: no packages
        self.assertEqual((job.returncode, job.stdout), (MISSING_PACKAGE, ""))
        self.assertRegex(job.stderr, r"^job\.py: NumPy is needed, which \S+ does not have; \./scripts/setup installs it\n$")


class Native(Jobs, Workers, unittest.TestCase):
    """That it refuses a result that changes is a unit test."""

    language, runtime = "native", "native"
    ways = {"threads": [str(build / "bin/harness-kernels")]}

    def command(self):
        return [str(build / "bin/harness-kernels")]


class Java(Jobs, unittest.TestCase):
    language, runtime = "java", "java"
    manifest = tomllib.loads((workloads / "java/kernels/stack.toml").read_text())
    sources = workloads / "java/kernels"
    jar = build / "java/harness-kernels.jar"
    javac = Path(runtimes["java"]["program"]).with_name("javac")

    def setUp(self):
        super().setUp()
        if not self.jar.exists():
            self.skipTest(f"{self.jar} is not there; install its compiler with {runtimes['java']['install']}")

    def command(self):
        words = [word.replace("{build}", str(build)) for word in self.manifest["argv"]]
        return [runtimes["java"]["program"] if word == "{runtime}" else word for word in words]

    def test_a_result_that_changes_is_refused(self):
        with tempfile.TemporaryDirectory(prefix="harness-kernels-") as folder:
            copy, classes = Path(folder) / "kernels", Path(folder) / "classes"
            shutil.copytree(self.sources, copy)
            fib = (copy / "Fib.java").read_text()
            unsteady = fib.replace("return number(n);", "return number(n) + calls++;")
            (copy / "Fib.java").write_text(unsteady.replace("private static int", "int calls; private static int"))
            compiler = [self.javac, "-encoding", "UTF-8", "-d", classes]
            subprocess.run([*compiler, *copy.glob("*.java")], check=True, timeout=60)
            command = [*self.command()[:self.command().index("-jar")], "-cp", str(classes), "kernels.Job"]
            job = subprocess.run([*command, "fib", "same", "20", "3"], capture_output=True, text=True, timeout=60)
        self.assertEqual((job.returncode, job.stdout), (DISAGREEMENT, ""))
        self.assertEqual(job.stderr.split(": ", 1)[1],
                         "fib same 20: iteration 1 gave '6766', iteration 0 gave '6765'\n")

    def test_cpu_time_is_that_of_the_process_and_finer_than_a_tick(self):
        report = json.loads(self.job("sha256_pure", "same", 65536, 3, "0.3").stdout)
        wall, cpu = report["iteration_ns"], report["iteration_cpu_ns"]
        self.assertGreater(len({time % 10_000_000 for time in cpu}), 3)
        self.assertTrue(0.1 * sum(wall) < sum(cpu) < 1.1 * len(os.sched_getaffinity(0)) * sum(wall), report)


class List(unittest.TestCase):
    def test_every_kernel_has_the_same_flavour_in_all_languages(self):
        for kernel in kernels:
            same = kernel["flavours"][0]
            self.assertEqual(same["name"], "same", kernel["name"])
            self.assertLessEqual({"node", "python", "native"}, set(same), kernel["name"])

    def test_every_kernel_stands_in_the_list_once(self):
        self.assertEqual(len({kernel["name"] for kernel in kernels}), len(kernels))
        ids = [kernel["id"] for kernel in kernels]
        self.assertEqual(len(set(ids)), len(ids))
        self.assertLessEqual({f"K{i}" for i in range(1, 15)}, {re.sub("[a-z]+$", "", each) for each in ids})


unittest.main(argv=sys.argv[:1], verbosity=2)
