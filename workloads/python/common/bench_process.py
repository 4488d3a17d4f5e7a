"""The process contract: environment in, one ready line out."""

import errno
import json
import os
import socket
import sys
from typing import NamedTuple

HOST = "127.0.0.1"


class Settings(NamedTuple):
    port: int
    backlog: int
    workers: int


def fail(message, code):
    print(message, file=sys.stderr, flush=True)
    sys.exit(code)


def fail_to_listen(port, error):
    if error.errno == errno.EADDRINUSE:
        fail(f"cannot listen on {HOST}:{port}: address already in use", 98)
    fail(f"cannot listen on {HOST}:{port}: {error.strerror or error}", 1)


def read_number(name, fallback, largest):
    text = os.environ.get(name) or fallback
    if text is None:
        fail(f"{name} is not set", 2)
    if not (text.isascii() and text.isdigit() and len(text) < 10 and 1 <= int(text) <= largest):
        fail(f"{name}={text} is not a number from 1 to {largest}", 2)
    return int(text)


def read_settings(most_workers=1):
    workers = os.environ.get("WORKERS") or "1"
    if most_workers == 1 and workers != "1":
        fail(f"WORKERS={workers} is not supported: this stack is one process, WORKERS must be 1", 2)
    log = os.environ.get("LOG") or "none"
    if log != "none":
        fail(f"LOG={log} is not supported: only LOG=none", 2)
    return Settings(
        read_number("PORT", None, 65535),
        read_number("BACKLOG", "4096", 65535),
        read_number("WORKERS", "1", most_workers),
    )


def listening_socket(settings):
    """For servers that take a socket: so a port that is taken ends them as it ends the others."""
    # The protocol must be named: asyncio sets TCP_NODELAY only on sockets whose proto is IPPROTO_TCP.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    # Accepted sockets inherit it, whether their server sets it or not. With 0 a keep-alive
    # request can wait 40 ms for the client's delayed ACK.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        listener.bind((HOST, settings.port))
        listener.listen(settings.backlog)
    except OSError as error:
        fail_to_listen(settings.port, error)
    return listener


def announce_ready(port, pids=None):
    ready = {"ready": True, "pids": pids or [os.getpid()], "port": port}
    print(json.dumps(ready, separators=(",", ":")), flush=True)
