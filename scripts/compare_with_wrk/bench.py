"""What every comparison here needs: a CPU for the server and one for the client, servers that always end, and
clients whose CPU time and memory are known. One client at a time."""

import json
import os
import resource
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools import Load, ToolFailed

_SPARE_DESCRIPTORS = 100


@dataclass(frozen=True)
class Ran:
    seen: object
    cpu_us: float  # of the whole process per request it sent: start, lead-in and lead-out are in it
    kernel_us: float  # the part of it spent in system calls and what the kernel does in them


@dataclass
class ExactServer:
    url: str
    delivered_ms: dict | None = None  # p50 and p99 by its own account, once it has ended


class Bench:
    def __init__(self, binaries):
        self.binaries = Path(binaries).resolve()
        cpus = sorted(os.sched_getaffinity(0))
        self.server_cpu, self.client_cpu = cpus[0], cpus[-1]

    @contextmanager
    def null_server(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        command = ["taskset", "-c", self.server_cpu, self.binaries / "harness-reference", "--null"]
        with _server(command, {"PORT": str(port)}) as (ready, _):
            yield f"http://127.0.0.1:{ready['port']}/plaintext"

    @contextmanager
    def exact_server(self, delay_ms):
        command = [self.binaries / "exact-server", "--delay", f"{delay_ms}ms", "--cpu", self.server_cpu]
        with _server(command, {}) as (ready, process):
            server = ExactServer(f"http://127.0.0.1:{ready['port']}/plaintext")
            yield server
            process.terminate()
            account = json.loads(process.stdout.readline())["delivered_us"]
            server.delivered_ms = {q: us / 1e3 for q, us in account.items() if us is not None}

    def run(self, tool, url, connections, seconds, rate=None, quantiles=True):
        """ToolFailed, with what it said, when it fails or is not understood."""
        with self._load(url, connections, seconds, rate, quantiles) as load:
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            output = _finish(self._client(tool, load), load)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            try:
                seen = tool.read(output, load)
            except (ValueError, LookupError, AttributeError, TypeError, OSError, subprocess.CalledProcessError) as why:
                raise ToolFailed(f"{tool.name}: not understood ({why!r}): {output[-300:]}") from why
        if seen.requests == 0:
            raise ToolFailed(f"{tool.name}: not one request: {output[-300:]}")
        kernel_s = after.ru_stime - before.ru_stime
        cpu_s = after.ru_utime - before.ru_utime + kernel_s
        return Ran(seen, 1e6 * cpu_s / seen.requests, 1e6 * kernel_s / seen.requests)

    def peak_resident_bytes(self, tool, url, connections, seconds, rate=None):
        with self._load(url, connections, seconds, rate, quantiles=True) as load:
            client = self._client(tool, load)
            try:
                return _watch_memory(client)
            finally:
                _finish(client, load)

    @staticmethod
    @contextmanager
    def _load(url, connections, seconds, rate, quantiles):
        with tempfile.TemporaryDirectory(prefix="compare-with-wrk.") as scratch:
            yield Load(url, connections, seconds, Path(scratch), rate, quantiles)

    def _client(self, tool, load):
        words = ["setpriv", "--pdeathsig", "TERM", "taskset", "-c", self.client_cpu, *tool.command(load)]
        with open(load.scratch / "stdout", "w") as out, open(load.scratch / "stderr", "w") as err:
            return subprocess.Popen([str(word) for word in words], stdin=subprocess.DEVNULL, stdout=out, stderr=err)


def _finish(client, load):
    """What it printed."""
    patience = load.seconds + 60
    try:
        client.wait(timeout=patience)
    except subprocess.TimeoutExpired as late:
        raise ToolFailed(f"still running after {patience} s: {' '.join(client.args)}") from late
    finally:
        client.kill()
        client.wait()
    output, errors = ((load.scratch / name).read_text(errors="replace") for name in ("stdout", "stderr"))
    if client.returncode != 0:
        raise ToolFailed(f"exit code {client.returncode} of {' '.join(client.args)}: {(errors or output)[-300:]}")
    return output


@contextmanager
def _server(command, environment):
    words = ["setpriv", "--pdeathsig", "TERM", *map(str, command)]
    process = subprocess.Popen(words, env={"PATH": os.environ["PATH"], **environment}, stdout=subprocess.PIPE, text=True)
    try:
        line = process.stdout.readline()
        if '"ready":true' not in line:
            raise SystemExit(f"compare-with-wrk: the server did not become ready: {' '.join(words)}")
        yield json.loads(line), process
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _watch_memory(client):
    """The highest VmHWM seen until it ended. Not ru_maxrss: that also counts this process before its exec."""
    peak = 0
    status = Path(f"/proc/{client.pid}/status")
    while client.poll() is None:
        name, *lines = status.read_text().splitlines()
        if name.split()[1] not in ("setpriv", "taskset"):  # they come first in this process
            peak = max([peak, *(1024 * int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))])
        time.sleep(0.01)
    return peak


def can_open(connections):
    """Raises the soft limit of descriptors as far as it must; None, or why it cannot."""
    needed = connections + _SPARE_DESCRIPTORS
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < needed:
        return (f"NOT_TESTABLE_HERE: {connections} connections need {needed} descriptors, the hard limit is {hard}; "
                f"as root: bash -c 'ulimit -n {needed} && scripts/compare-with-wrk --connections {connections}'")
    if soft != resource.RLIM_INFINITY and soft < needed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (needed, hard))
    return None
