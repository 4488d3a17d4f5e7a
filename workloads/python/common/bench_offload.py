"""GET /cpu_off/KERNEL: the same as /cpu in a pool, so that the event loop stays free.

OFFLOAD=thread or OFFLOAD=process asks for one, of THREADS workers; by default there is none, and no such path.
"""

import os
import signal
import threading

from bench_compute import KERNELS, n_of, page
from bench_endpoints import BAD_REQUEST, NOT_FOUND
from bench_process import fail, read_number

_kind = "none"
_executor = None
_under_way = set()


def offload():
    return _kind


def _nothing():
    pass


# What a pool needs is imported where one is made, so that stacks without it do not carry it in memory.


def _started_threads(size):
    from concurrent.futures import ThreadPoolExecutor

    all_there = threading.Barrier(size + 1)
    # An executor starts a thread only where none is idle; none is, while they wait for each other.
    executor = ThreadPoolExecutor(size, initializer=all_there.wait)
    for _ in range(size):
        executor.submit(_nothing)
    all_there.wait()
    return executor


def _leave_signals_to_the_server():
    # A group of processes gets its SIGTERM as a whole; what is under way is answered first.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)


def _started_processes(size):
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    # With this method all are started at the first task, as copies of what the server is now.
    context = multiprocessing.get_context("fork")
    executor = ProcessPoolExecutor(size, context, _leave_signals_to_the_server)
    executor.submit(_nothing).result()
    return executor


def start_pool():
    """To be called before there is a listener, a loop or a thread: a fork would take them along."""
    global _executor, _kind
    kind = os.environ.get("OFFLOAD") or "none"
    if kind not in ("none", "thread", "process"):
        fail(f"OFFLOAD={kind} is not supported: only none, thread or process", 2)
    if kind != "none":
        start = _started_threads if kind == "thread" else _started_processes
        _executor = start(read_number("THREADS", "1", 1024))
        _kind = kind


def end_pool():
    """To be called last. What is still being computed cannot be interrupted: the process ends with it, at once."""
    if _executor is None:
        return
    still_computing = [each for each in list(_under_way) if not (each.cancel() or each.done())]
    if not still_computing:
        _executor.shutdown()
        return
    if _kind == "process":
        import multiprocessing

        for process in multiprocessing.active_children():
            process.kill()
    os._exit(0)


def cpu_off(name, query):
    """As cpu(), but its value is a future."""
    if _executor is None or name not in KERNELS:
        return NOT_FOUND
    n = n_of(name, query)
    if n is None:
        return BAD_REQUEST
    computed = _executor.submit(page, name, n)
    _under_way.add(computed)
    computed.add_done_callback(_under_way.discard)
    return 200, computed
