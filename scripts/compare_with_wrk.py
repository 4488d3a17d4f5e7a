"""See scripts/compare-with-wrk. Palindromic order (ours wrk wrk ours …), medians, ratio of medians."""

import json
import os
import re
import resource
import signal
import socket
import subprocess
import sys
from pathlib import Path
from statistics import median

binaries = Path(sys.argv[1])
rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
connections = int(sys.argv[3]) if len(sys.argv) > 3 else 64
slice_s = int(sys.argv[4]) if len(sys.argv) > 4 else 3
cpus = sorted(os.sched_getaffinity(0))
server_cpu, client_cpu = cpus[0], cpus[-1]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def run_client(command):
    """stdout, and the CPU seconds of the finished child by the kernel's own accounting."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(["taskset", "-c", str(client_cpu), *command], capture_output=True, text=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return done.stdout, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def ours(url):
    command = [binaries / "harness", "load", url, "-c", connections, "-t", 1, "-d", f"{slice_s}s", "--warm-up", "0ms"]
    out, cpu_s = run_client([str(word) for word in command] + ["--check", "contract", "--format", "json"])
    result = json.loads(out)
    if result["ledger"]["ok"] != result["ledger"]["scheduled"]:
        sys.exit(f"requests failed: {result['ledger']}")
    # Whole process over all it sent, as for wrk: start, lead-in and lead-out are in both figures.
    return {"rps": result["throughput_rps"], "cpu_us": 1e6 * cpu_s / result["sent_in_all"]}


def wrk(url):
    out, cpu_s = run_client(["wrk", "-t1", f"-c{connections}", f"-d{slice_s}s", url])
    requests, seconds = re.search(r"(\d+) requests in ([\d.]+)s", out).groups()
    return {"rps": int(requests) / float(seconds), "cpu_us": 1e6 * cpu_s / int(requests)}


port = free_port()
server = subprocess.Popen(
    ["taskset", "-c", str(server_cpu), binaries / "harness-reference", "--null"],
    env={"PORT": str(port), "PATH": os.environ["PATH"]},
    stdout=subprocess.PIPE,
)
try:
    if b'"ready":true' not in server.stdout.readline():
        sys.exit("the null server did not become ready")
    url = f"http://127.0.0.1:{port}/plaintext"
    print(f"null server on CPU {server_cpu}, client on CPU {client_cpu}, {connections} connections, 1 thread, {slice_s} s slices")
    print(f"{'round':>5}  {'ours rps':>10} {'wrk rps':>10}  {'ours CPU µs':>11} {'wrk CPU µs':>10}  {'CPU ratio':>9} {'rps ratio':>9}")
    all_ours, all_wrk = [], []
    for number in range(1, rounds + 1):
        forward = number % 2 == 1
        first, second = (ours, wrk) if forward else (wrk, ours)
        pair = first(url), second(url)
        a, b = pair if forward else pair[::-1]
        all_ours.append(a)
        all_wrk.append(b)
        print(f"{number:>5}  {a['rps']:>10,.0f} {b['rps']:>10,.0f}  {a['cpu_us']:>11.2f} {b['cpu_us']:>10.2f}  "
              f"{a['cpu_us'] / b['cpu_us']:>9.3f} {a['rps'] / b['rps']:>9.3f}", flush=True)
    cpu = median(a["cpu_us"] / b["cpu_us"] for a, b in zip(all_ours, all_wrk))
    rps = median(a["rps"] / b["rps"] for a, b in zip(all_ours, all_wrk))
    print(f"\nclient CPU per request, ours ÷ wrk: {cpu:.3f} (declared limit 0.75)")
    print(f"throughput, ours ÷ wrk:             {rps:.3f} (declared limit 0.95)")
    sys.exit(0 if cpu <= 0.75 and rps >= 0.95 else 3)
finally:
    server.send_signal(signal.SIGTERM)
    server.wait(timeout=10)
