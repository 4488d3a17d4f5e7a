"""One kernel by several workers at the same time: python together.py HOW KERNEL FLAVOUR N ITERATIONS SECONDS WORKERS
LEAD_IN prints their rates as one line of JSON. HOW is `threads` or `processes`. Leaves as job.py does."""

import multiprocessing
import queue
import sys
import threading

from measure import Disagreement
from report import print_report
from request import leave, read_request, read_seconds, read_workers
from work import begin_soon, work

WAYS = {
    "threads": (threading.Thread, threading.Barrier, queue.SimpleQueue),
    "processes": (multiprocessing.Process, multiprocessing.Barrier, multiprocessing.SimpleQueue),
}


def _worker(request, lead_in, ready, begins, shares):
    ready.wait()
    try:
        shares.put(work(request, lead_in, begins.get()))
    except Disagreement as disagreement:
        shares.put({"error": str(disagreement)})


def _shares(how, request, workers, lead_in):
    worker, barrier, channel = WAYS[how]
    ready, begins, shares = barrier(workers + 1), channel(), channel()
    started = [worker(target=_worker, args=(request, lead_in, ready, begins, shares)) for _ in range(workers)]
    for each in started:
        each.start()
    ready.wait()
    begin = begin_soon()
    for _ in started:
        begins.put(begin)
    found = [shares.get() for _ in started]
    for each in started:
        each.join()
    return found


def main(words):
    if len(words) != 8 or words[0] not in WAYS:
        leave(2, f"usage: together.py {'|'.join(WAYS)} KERNEL FLAVOUR N ITERATIONS SECONDS WORKERS LEAD_IN")
    request = read_request(words[1:6])
    shares = _shares(words[0], request, read_workers(words[6]), read_seconds(words[7]))
    for share in shares:
        if "error" in share:
            leave(3, share["error"])
    lines = {share["line"] for share in shares}
    if len(lines) > 1:
        leave(3, f"workers disagree: {' and '.join(lines)}")
    print_report(request, {
        "line": shares[0]["line"],
        "setup_ns": 0,
        "iteration_ns": [time for share in shares for time in share["iteration_ns"]],
        "worker_rates_per_s": [share["rate_per_s"] for share in shares],
    })


main(sys.argv[1:])
