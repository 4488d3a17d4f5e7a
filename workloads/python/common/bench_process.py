"""The process contract: environment in, one ready line out."""

import errno
import json
import os
import sys
from typing import NamedTuple

HOST = "127.0.0.1"


class Settings(NamedTuple):
    port: int
    backlog: int


def fail(message, code):
    print(message, file=sys.stderr, flush=True)
    sys.exit(code)


def fail_to_listen(port, error):
    if error.errno == errno.EADDRINUSE:
        fail(f"cannot listen on {HOST}:{port}: address already in use", 98)
    fail(f"cannot listen on {HOST}:{port}: {error.strerror or error}", 1)


def _read_number(name, fallback, largest):
    text = os.environ.get(name) or fallback
    if text is None:
        fail(f"{name} is not set", 2)
    if not (text.isascii() and text.isdigit() and len(text) < 10 and 1 <= int(text) <= largest):
        fail(f"{name}={text} is not a number from 1 to {largest}", 2)
    return int(text)


def read_settings():
    workers = os.environ.get("WORKERS") or "1"
    if workers != "1":
        fail(f"WORKERS={workers} is not supported: this stack is one process, WORKERS must be 1", 2)
    log = os.environ.get("LOG") or "none"
    if log != "none":
        fail(f"LOG={log} is not supported: only LOG=none", 2)
    return Settings(_read_number("PORT", None, 65535), _read_number("BACKLOG", "4096", 65535))


def announce_ready(port):
    ready = {"ready": True, "pids": [os.getpid()], "port": port}
    print(json.dumps(ready, separators=(",", ":")), flush=True)
