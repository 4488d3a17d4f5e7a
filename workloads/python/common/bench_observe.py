"""What /__info and /__stats say about this process, observed rather than declared."""

import gc
import os
import platform
import re
import socket
import sys
import sysconfig
from collections import deque
from time import perf_counter

from bench_offload import offload

SAMPLE_S = 0.01
SAMPLES_KEPT = 10000


def nodelay_of(sock):
    return sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0


def nodelay_of_connections(port):
    """The same for a server that hides its sockets: of every connection it has accepted on this port."""
    found = set()
    for descriptor in os.listdir("/proc/self/fd"):
        try:
            with socket.fromfd(int(descriptor), socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as sock:
                listens = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN)
                if not listens and sock.getsockname()[1] == port:
                    found.add(nodelay_of(sock))
        except (OSError, TypeError, IndexError):  # no TCP socket, or the descriptor of the listing itself
            continue
    return found == {True}


def build_class():
    configure = sysconfig.get_config_var("CONFIG_ARGS") or ""
    found = []
    if "--enable-optimizations" in configure:
        found.append("pgo")
    if "--with-lto" in configure:
        found.append("lto")
    if found:
        return "+".join(found)
    # Debian passes PGO and LTO to make, not to configure, and strips the flags from sysconfig
    # (see its changelog): "plain" would be false there, and more cannot be seen from inside.
    return "debian" if "deb_system" in sysconfig.get_scheme_names() else "plain"


def gil_state():
    enabled = getattr(sys, "_is_gil_enabled", None)
    return "on" if enabled is None or enabled() else "off"


_PACKAGES = re.compile("/(?:site|dist)-packages/")


def _third_party():
    loaded = set()
    for module in list(sys.modules.values()):
        path = _PACKAGES.split(getattr(module, "__file__", None) or "", maxsplit=1)[1:]
        loaded.update(path)
    # setuptools hooks it into every start of a virtual environment's interpreter; no server uses it.
    loaded.discard("_distutils_hack/__init__.py")
    if not loaded:
        return []
    # Imported here, because the stacks without packages should not carry it in memory.
    from importlib import metadata

    found = set()
    for package in metadata.distributions():
        # By file: by name a namespace ("zope") would stand for every package that has a part in it.
        record = package.read_text("RECORD") or ""
        owned = loaded.intersection(line.partition(",")[0] for line in record.splitlines())
        if owned:
            loaded -= owned
            found.add(f"{package.name} {package.version}")
    # What no package owns up to is named all the same.
    return sorted(found | {path.partition("/")[0].partition(".")[0] for path in loaded})


def describe(
    *,
    stack,
    layer,
    concurrency_model,
    loop,
    http_parser,
    threads,
    backlog,
    keep_alive_s,
    nodelay,
    debug,
    accept_mode="single",
    json_lib="json",
    ws_impl="none",
    workers=1,
    pids=None,
):
    return {
        "stack": stack,
        "language": "python",
        "runtime": sys.implementation.name,
        "version": platform.python_version(),
        "implementation": platform.python_implementation(),
        "build": build_class(),
        "layer": layer,
        "flavour": "idiomatic",
        "concurrency_model": concurrency_model,
        "accept_mode": accept_mode,
        "loop": loop,
        "http_parser": http_parser,
        "json_lib": json_lib,
        "ws_impl": ws_impl,
        "offload": offload(),
        "gil": gil_state(),
        "workers": workers,
        "threads": threads,
        "backlog": backlog,
        "keep_alive_s": keep_alive_s,
        "nodelay": nodelay,
        "log": "none",
        "environment": "development" if debug or sys.flags.dev_mode else "production",
        "third_party": _third_party(),
        "pids": pids or [os.getpid()],
    }


def loop_name(loop):
    return type(loop).__module__.partition(".")[0]


def _pss_kib():
    with open("/proc/self/smaps_rollup", "rb") as rollup:
        for line in rollup:
            if line.startswith(b"Pss:"):
                return int(line.split()[1])


def _watch_loop(loop):
    """Each reading is of the time since the one before."""
    lags = deque(maxlen=SAMPLES_KEPT)
    worst = 0
    due = perf_counter() + SAMPLE_S

    def take(now):
        nonlocal worst
        lag = max(0, round((now - due) * 1e6))
        lags.append(lag)
        worst = max(worst, lag)

    def sample():
        nonlocal due
        now = perf_counter()
        take(now)
        due = now + SAMPLE_S
        loop.call_later(SAMPLE_S, sample)

    loop.call_later(SAMPLE_S, sample)

    def read():
        nonlocal worst, due
        # A request may come before the timer that is late already. What it was late by now is counted now.
        now = perf_counter()
        if now > due:
            take(now)
            due = now
        ordered = sorted(lags) or [0]
        last = len(ordered) - 1
        lag = {"p50": ordered[int(0.5 * last)], "p99": ordered[int(0.99 * last)], "max": worst}
        lags.clear()
        worst = 0
        return lag

    return read


def _watch_gc():
    count = 0
    pause = began = 0.0

    def on_gc(phase, info):
        nonlocal count, pause, began
        if phase == "start":
            began = perf_counter()
        else:
            count += 1
            pause += perf_counter() - began

    gc.callbacks.append(on_gc)
    return lambda: {"count": count, "pause_ms": round(pause * 1000, 3)}


def make_stats(read_requests, loop=None):
    """Returns the function behind /__stats."""
    # Both watchers cost time on the serving thread, so they run only if asked for: STATS=lag, or full for both.
    asked_for = os.environ.get("STATS")
    read_lag = _watch_loop(loop) if asked_for in ("lag", "full") and loop is not None else lambda: None
    read_gc = _watch_gc() if asked_for == "full" else lambda: None

    def stats():
        pss_kib = _pss_kib()  # takes milliseconds, which are none of the next reading of the lag
        return {
            "workers": [{"pid": os.getpid(), "requests": read_requests()}],
            "loop_lag_us": read_lag(),
            "gc": read_gc(),
            "pss_kib": pss_kib,
        }

    return stats
