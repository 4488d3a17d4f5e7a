"""What scripts/compare-with-wrk reads out of each load generator's output, from outputs that were really printed
(shortened; those marked in the adapter as not tested: from the tool's documentation)."""

import json
import sys
import tempfile
import unittest
from contextlib import contextmanager
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts/compare_with_wrk"))

from bench import can_open  # noqa: E402
from tools import K6, Bombardier, H2load, HarnessLoad, Load, Oha, ToolFailed, Vegeta, Wrk, Wrk2  # noqa: E402
from verdicts import at_least, at_most  # noqa: E402

WRK = """\
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency    88.46us  295.61us   4.81ms   97.95%
    Req/Sec    53.78k     6.24k   56.71k    90.91%
  Latency Distribution
     50%   51.00us
     75%   60.00us
     90%   65.00us
     99%    1.59ms
  58709 requests in 1.10s, 8.12MB read
"""
WRK2 = """\
  Latency Distribution (HdrHistogram - Recorded Latency)
 50.000%    6.67ms
 99.000%   11.18ms
 99.900%   12.30ms
100.000%   12.50ms
  60018 requests in 30.00s, 19.81MB read
"""
H2LOAD = """\
finished in 1.01s, 9783.00 req/s, 1.35MB/s
requests: 9783 total, 9787 started, 9783 done, 9782 succeeded, 1 failed, 0 errored, 0 timeout
"""
BOMBARDIER = {"result": {"timeTakenSeconds": 2.0, "req1xx": 0, "req2xx": 40815, "req3xx": 0, "req4xx": 0, "req5xx": 2, "others": 1,
                         "latency": {"mean": 96.5, "percentiles": {"50": 84, "75": 111, "90": 130, "95": 142, "99": 193}}}}


@contextmanager
def load(rate=None, quantiles=True):
    with tempfile.TemporaryDirectory() as scratch:
        yield Load("http://127.0.0.1:1/plaintext", 64, 3, Path(scratch), rate, quantiles)


def read(tool, output):
    with load() as asked:
        return tool.read(output if isinstance(output, str) else json.dumps(output), asked)


class Reading(unittest.TestCase):
    def assert_seen(self, seen, requests, rps, p50_ms, p99_ms, failed=0):
        self.assertEqual((seen.requests, seen.failed), (requests, failed))
        for found, expected in ((seen.rps, rps), (seen.p50_ms, p50_ms), (seen.p99_ms, p99_ms)):
            self.assertAlmostEqual(found, expected, places=6)

    def test_wrk_in_both_of_its_units(self):
        self.assert_seen(read(Wrk(), WRK), 58709, 58709 / 1.10, 0.051, 1.59)

    def test_failures_that_wrk_counted(self):
        seen = read(Wrk(), WRK + "  Socket errors: connect 1, read 2, write 0, timeout 3\n  Non-2xx or 3xx responses: 4\n")
        self.assertEqual(seen.failed, 10)

    def test_wrk_without_a_distribution_is_refused(self):
        with self.assertRaisesRegex(ToolFailed, "no 50 %"):
            read(Wrk(), "58709 requests in 1.10s, 8.12MB read\n")

    def test_wrk2(self):
        self.assert_seen(read(Wrk2(), WRK2), 60018, 60018 / 30, 6.67, 11.18)

    def test_bombardier(self):
        self.assert_seen(read(Bombardier(), BOMBARDIER), 40815, 20407.5, 0.084, 0.193, failed=3)

    def test_oha_which_counts_requests_in_flight_at_the_end_as_errors(self):
        output = {"summary": {"requestsPerSec": 1000.5}, "latencyPercentiles": {"p50": 0.0011, "p99": 0.0025},
                  "statusCodeDistribution": {"200": 2990, "503": 4}, "errorDistribution": {"aborted due to deadline": 64, "reset": 2}}
        self.assert_seen(read(Oha(), output), 2994, 1000.5, 1.1, 2.5, failed=6)

    def test_h2load_whose_quantiles_are_in_its_log(self):
        with load() as asked:
            (asked.scratch / "requests.tsv").write_text("".join(f"1795582799088253\t200\t{us}\n" for us in range(1000, 0, -1)))
            self.assert_seen(H2load().read(H2LOAD, asked), 9783, 9783, 0.501, 0.991, failed=1)

    def test_k6(self):
        metrics = {"http_reqs": {"count": 300, "rate": 99.5}, "http_req_failed": {"passes": 2, "fails": 298},
                   "http_req_duration": {"med": 1.25, "p(99)": 3.5}}
        with load() as asked:
            (asked.scratch / "summary.json").write_text(json.dumps({"metrics": metrics}))
            self.assert_seen(K6().read("", asked), 300, 99.5, 1.25, 3.5, failed=2)

    def test_ours_by_response_time_at_a_rate_and_by_service_time_without(self):
        output = {"ledger": {"scheduled": 5, "ok": 5}, "sent_in_all": 7, "throughput_rps": 2.5,
                  "service_us": {"p50": 1000, "p99": 2000}, "response_us": {"p50": 3000, "p99": 4000}}
        for rate, p50_ms, p99_ms in ((None, 1, 2), (1000, 3, 4)):
            with load(rate) as asked:
                self.assert_seen(HarnessLoad("harness").read(json.dumps(output), asked), 7, 2.5, p50_ms, p99_ms)

    def test_failed_requests_of_ours_end_the_comparison(self):
        with self.assertRaisesRegex(ToolFailed, "requests failed"):
            read(HarnessLoad("harness"), {"ledger": {"scheduled": 5, "ok": 4}})


class Asking(unittest.TestCase):
    def test_a_rate_is_over_all_connections_and_h2load_wants_it_for_each(self):
        for tool, shown in ((Wrk2(), "-R10000"), (Oha(), 10000), (Bombardier(), 10000), (Vegeta(), "-rate=10000"),
                            (H2load(), "--rps=156.25"), (HarnessLoad("harness"), "10000/s")):
            with load(rate=10000) as asked:
                self.assertIn(shown, tool.command(asked), tool.name)

    def test_h2load_writes_no_log_when_only_its_cost_is_asked(self):
        with load(quantiles=False) as asked:
            self.assertFalse(any("log-file" in str(word) for word in H2load().command(asked)))

    def test_more_connections_than_descriptors_are_refused_with_the_remedy(self):
        self.assertRegex(can_open(10**9), r"NOT_TESTABLE_HERE.*ulimit -n")


class Judging(unittest.TestCase):
    def test_a_limit_itself_is_kept(self):
        self.assertTrue(at_most("cost", 0.70, 0.70).kept)
        self.assertFalse(at_most("cost", 0.701, 0.70).kept)
        self.assertTrue(at_least("throughput", 0.95, 0.95).kept)
        self.assertFalse(at_least("throughput", 0.949, 0.95).kept)


unittest.main()
