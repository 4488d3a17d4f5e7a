"""What every tool reports where the truth is known: a server that holds each answer for an exact time. Each tool
twice, there and back, with a fresh server each time; shown are the medians. The server tells what it really did:
where its own p99 is off, the machine was somebody else's and the row says nothing about the tool."""

from statistics import median

from tools import ToolFailed
from verdicts import Verdict, at_most

TRUTHS_MS = (1, 5)
RATES = (1_000, 10_000)
CONNECTIONS = 64
P50_LIMIT_US, P99_LIMIT_US = 50, 200  # ours, at a rate
SERVER_NOISE_US = 100
HELD = 0.95  # of the rate that was asked for


def compare_accuracy(bench, ours, wrk, others, rounds, seconds):
    print(f"\nAccuracy: exact server on CPU {bench.server_cpu}, client on CPU {bench.client_cpu}, {CONNECTIONS} connections, "
          f"1 thread, {seconds} s slices; off = reported − truth", flush=True)
    print(f"{'truth':>7} {'load':>8} {'tool':<10} {'got rps':>8} {'p50 ms':>8} {'p99 ms':>8} {'p50 off µs':>10} {'p99 off µs':>10} "
          f"{'server p50':>10} {'server p99':>10}  what it calls it")
    passes = min(rounds, 2)
    able = [tool for tool in (ours, *others) if tool.rate_figure is not None]
    verdicts = []
    for truth_ms in TRUTHS_MS:
        for rate in RATES:
            row = _scenario(bench, able, truth_ms, rate, passes, seconds)
            verdicts += _judge(row, truth_ms, rate)
        # A closed loop with so many connections asks for all the server can do, and its own delay grows by it.
        _scenario(bench, (ours, wrk), truth_ms, None, passes, seconds)
    return verdicts


def _scenario(bench, tools, truth_ms, rate, passes, seconds):
    """Measures and prints every tool; returns ours, which is the first."""
    runs = {tool.name: [] for tool in tools}
    trouble = {}
    for number in range(passes):
        for tool in tools if number % 2 == 0 else tools[::-1]:
            try:
                with bench.exact_server(truth_ms) as server:
                    seen = bench.run(tool, server.url, CONNECTIONS, seconds, rate).seen
                runs[tool.name].append((seen, server.delivered_ms))
            except ToolFailed as why:
                trouble[tool.name] = str(why)
    rows = {}
    for tool in tools:
        if runs[tool.name]:
            rows[tool.name] = _Row(runs[tool.name], truth_ms)
            print(rows[tool.name].line(tool, truth_ms, rate), flush=True)
        if tool.name in trouble:
            print(f"{truth_ms:>4} ms {_load(rate):>8} {tool.name:<10} failed: {trouble[tool.name]}", flush=True)
    return rows.get(tools[0].name)


class _Row:
    def __init__(self, runs, truth_ms):
        self.rps = median(seen.rps for seen, _ in runs)
        self.p50_ms = median(seen.p50_ms for seen, _ in runs)
        self.p99_ms = median(seen.p99_ms for seen, _ in runs)
        self.server_p50_ms = median(delivered["p50"] for _, delivered in runs)
        self.server_p99_ms = median(delivered["p99"] for _, delivered in runs)
        self.failed = sum(seen.failed for seen, _ in runs)
        self.p50_off_us = 1e3 * (self.p50_ms - truth_ms)
        self.p99_off_us = 1e3 * (self.p99_ms - truth_ms)
        self.noisy = 1e3 * (self.server_p99_ms - truth_ms) > SERVER_NOISE_US

    def line(self, tool, truth_ms, rate):
        notes = [tool.closed_figure if rate is None else tool.rate_figure]
        notes += ["NOISE: the server itself was late"] if self.noisy and rate is not None else []
        notes += ["did not hold the rate"] if rate is not None and self.rps < HELD * rate else []
        notes += [f"{self.failed} requests failed"] if self.failed else []
        notes += [] if tool.tested else ["adapter not tested here"]
        return (f"{truth_ms:>4} ms {_load(rate):>8} {tool.name:<10} {self.rps:>8,.0f} {self.p50_ms:>8.3f} {self.p99_ms:>8.3f} "
                f"{self.p50_off_us:>+10,.0f} {self.p99_off_us:>+10,.0f} {self.server_p50_ms:>10.3f} {self.server_p99_ms:>10.3f}  {'; '.join(notes)}")


def _load(rate):
    return "closed" if rate is None else f"{rate:,}/s"


def _judge(row, truth_ms, rate):
    where = f"{truth_ms} ms at {rate:,}/s"
    if row is None:
        return [Verdict(False, f"ours, {where}: failed, see above")]
    if row.noisy:
        return [Verdict(None, f"ours, {where}: NOT_TESTABLE_HERE, the server itself was late (its p99 is {row.server_p99_ms:.3f} ms)")]
    return [at_most(f"ours, {where}, p50 off in µs", abs(row.p50_off_us), P50_LIMIT_US, digits=0),
            at_most(f"ours, {where}, p99 off in µs", abs(row.p99_off_us), P99_LIMIT_US, digits=0)]
