"""What a connection costs the client in memory: the growth of its peak resident size from many to more connections.
What every start costs is not in it, nor is kernel memory. Both numbers are large, because the first megabytes of
connections may land where the start has left room."""

from bench import can_open
from verdicts import Verdict, at_most

MANY, MORE = 4000, 12_000
IDLE_LIMIT_BYTES = 1024
IDLE_RATE = 1000  # a second, whatever the number of connections: with many, nearly all of them are idle


def compare_memory(bench, ours, wrk, seconds):
    if problem := can_open(MORE):
        return [Verdict(None, problem)]
    print(f"\nMemory: null server, client's peak resident size at {MANY:,} and {MORE:,} connections", flush=True)
    with bench.null_server() as url:
        idle = _growth(bench, ours, url, seconds, "ours, idle", IDLE_RATE)
        _growth(bench, ours, url, seconds, "ours, closed loop")
        _growth(bench, wrk, url, seconds, "wrk, closed loop")
    return [at_most("bytes per idle connection, ours", idle, IDLE_LIMIT_BYTES, digits=0)]


def _growth(bench, tool, url, seconds, what, rate=None):
    many, more = (bench.peak_resident_bytes(tool, url, count, seconds, rate) for count in (MANY, MORE))
    grown = (more - many) / (MORE - MANY)
    print(f"{what:<18} {many / 2**20:>6.1f} MiB {more / 2**20:>6.1f} MiB  {grown:>7,.0f} bytes per connection", flush=True)
    return grown
