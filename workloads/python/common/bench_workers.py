"""Several processes that serve one port, under whatever starts them.

Each has a Unix socket in a folder of theirs, named by its pid, through which it says what it has counted: so whichever
is asked for /__stats answers for all, and the last one to be ready says so for all.
"""

import atexit
import json
import os
import shutil
import socket
import tempfile
import threading

from bench_process import announce_ready

PATIENCE_S = 2
_PLACE = "BENCH_WORKERS"  # in the environment, because workers may be started afresh and not only forked


def make_place():
    """For who starts them, before it does: a folder that is removed in the end."""
    place = tempfile.mkdtemp(prefix="bench-")
    os.mkdir(os.path.join(place, "ready"))
    os.environ[_PLACE] = place
    owner = os.getpid()

    def remove():
        if os.getpid() == owner:  # what was forked would do it, too
            shutil.rmtree(place, ignore_errors=True)

    atexit.register(remove)


def _path_of(pid):
    return os.path.join(os.environ[_PLACE], "ready", str(pid))


def _pids():
    return sorted(int(name) for name in os.listdir(os.path.join(os.environ[_PLACE], "ready")))


def pids():
    """Who starts them, and those that are ready."""
    return [os.getppid(), *_pids()]


def _answer(listener, own_stats):
    while True:
        with listener.accept()[0] as asker:
            asker.sendall(json.dumps(own_stats()).encode())


def join(own_stats, count, port):
    """For a worker that can serve. The last of so many prints the ready line of all of them."""
    listener = socket.socket(socket.AF_UNIX)
    unheard = os.path.join(os.environ[_PLACE], str(os.getpid()))
    listener.bind(unheard)
    listener.listen()
    threading.Thread(target=_answer, args=(listener, own_stats), daemon=True).start()
    os.rename(unheard, _path_of(os.getpid()))
    if len(_pids()) < count:
        return
    try:  # two may see that all are there
        os.close(os.open(os.path.join(os.environ[_PLACE], "announced"), os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return
    announce_ready(port, pids())


def _ask(pid):
    with socket.socket(socket.AF_UNIX) as worker:
        worker.settimeout(PATIENCE_S)
        worker.connect(_path_of(pid))
        return json.load(worker.makefile("rb"))


def stats_of_all(own_stats):
    """Returns the function behind /__stats."""

    def stats():
        each = [own_stats() if pid == os.getpid() else _ask(pid) for pid in _pids()]
        return {
            "workers": [worker for one in each for worker in one["workers"]],
            "loop_lag_us": None,  # no figure stands for several loops
            "gc": None,
            "pss_kib": sum(one["pss_kib"] for one in each),
        }

    return stats
