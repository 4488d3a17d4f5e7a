"""Holds our load engine against wrk, and against every other load generator that is on PATH, on the same servers:
what it costs (CPU per request, memory per connection) and whether what it reports is true. See --help."""

import argparse
import signal
import sys

from accuracy import compare_accuracy
from bench import Bench, can_open
from cost import CPU_LIMITS, compare_cost
from memory import MANY, compare_memory
from tools import OTHERS, HarnessLoad, ToolFailed, Wrk
from verdicts import Verdict

_BROKEN, _UNFIT = 3, 2
_TEACHING = """\
cost      A closed loop against the null server. CPU µs per request is the client's whole process by the kernel's
          accounting over all it sent. Every tool at the first number of connections, ours and wrk at the others too,
          with half the rounds. Then the client's memory per connection.
accuracy  A server that holds each answer for exactly 1 ms or 5 ms, at 1,000/s and 10,000/s for tools that hold a rate,
          and in a closed loop for ours and wrk, which has nothing else. Ours is asked with --spin always.

Compare the columns on a quiet machine only: nothing else may run on the two CPUs (harness doctor says what does).

Exit code: 0 every declared limit kept, 3 one broken or a tool of ours failed, 2 not testable on this machine.

examples:
  scripts/compare-with-wrk
  scripts/compare-with-wrk --only cost --rounds 9 --connections 64
  scripts/compare-with-wrk --only accuracy --seconds 10
"""


def read_options():
    parser = argparse.ArgumentParser(
        prog="scripts/compare-with-wrk", description=__doc__, epilog=_TEACHING,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binaries", default="build/release/bin", help="where harness, harness-reference and exact-server are (%(default)s)")
    parser.add_argument("--only", choices=("cost", "accuracy"), help="one of the two comparisons (both)")
    parser.add_argument("--rounds", type=_positive, default=5, metavar="N", help="of cost; accuracy takes at most 2 (%(default)s)")
    parser.add_argument("--seconds", type=_positive, default=3, metavar="N", help="per tool and round (%(default)s)")
    parser.add_argument("--connections", type=_counts, default=list(CPU_LIMITS), metavar="N[,N…]",
                        help="of cost; limits are declared for 64 and 4000, and memory is shown with 4000 (64,4000)")
    return parser.parse_args()


def _positive(text):
    if not text.isdigit() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number of 1 or more")
    return int(text)


def _counts(text):
    return [_positive(each) for each in text.split(",")]


def found_tools(tools):
    """Those that are on PATH; says for each what it is, or how to get it."""
    found = [tool for tool in tools if tool.find()]
    for tool in tools:
        print(f"{tool.name}: {tool.version()}" if tool in found else f"{tool.name}: not on PATH ({tool.install})")
    return found


def compare(options):
    bench = Bench(options.binaries)
    if bench.server_cpu == bench.client_cpu:
        return [Verdict(None, "NOT_TESTABLE_HERE: needs two CPUs, the server's and the client's")]
    ours, wrk = HarnessLoad(bench.binaries / "harness"), Wrk()
    others = found_tools([wrk, *OTHERS])
    if wrk not in others:
        return [Verdict(None, f"NOT_TESTABLE_HERE: without wrk there is no comparison; run {wrk.install}")]
    others.remove(wrk)
    verdicts = []
    if options.only != "accuracy":
        for index, connections in enumerate(options.connections):
            verdicts += _cost(bench, ours, wrk, others, connections, index == 0, options)
    if options.only != "cost":
        verdicts += compare_accuracy(bench, ours, wrk, others, options.rounds, options.seconds)
    return verdicts


def _cost(bench, ours, wrk, others, connections, first, options):
    if problem := can_open(connections):
        return [Verdict(None, problem)]
    rounds = options.rounds if first else (options.rounds + 1) // 2
    verdicts = compare_cost(bench, ours, wrk, others if first else [], connections, rounds, options.seconds)
    return verdicts + (compare_memory(bench, ours, wrk, options.seconds) if connections == MANY else [])


def main():
    options = read_options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # so that servers are ended
    try:
        verdicts = compare(options)
    except ToolFailed as why:
        print(f"compare-with-wrk: {why}", file=sys.stderr)
        return _BROKEN
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    print("\n" + "\n".join(each.text for each in verdicts))
    if any(each.kept is False for each in verdicts):
        return _BROKEN
    return _UNFIT if any(each.kept is None for each in verdicts) else 0


sys.exit(main())
