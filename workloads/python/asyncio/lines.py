"""The row /lines: devices that say something over plain TCP, line by line, each of which is acknowledged. No HTTP."""

import asyncio
import json
import os

from bench_echo import MAX_CENTS as MAX_COUNT
from bench_process import listening_socket, read_number

LONGEST_LINE = 1024  # with its LF


def _is_integer(value, least):
    return type(value) is int and least <= value <= MAX_COUNT  # not isinstance(): a bool is an int


def _number_of(line):
    """By which it is acknowledged; None if it is no line of the contract."""
    if len(line) >= LONGEST_LINE:
        return None
    try:
        said = json.loads(line)
        d, s, v = said["d"], said["s"], said["v"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return s if _is_integer(d, 0) and _is_integer(s, 0) and _is_integer(v, -MAX_COUNT) else None


class LineConnection(asyncio.Protocol):
    def __init__(self, app):
        self.app = app
        self.transport = None
        self.rest = b""  # of a line that has not come whole

    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        *lines, self.rest = (self.rest + data).split(b"\n")
        refused = len(self.rest) >= LONGEST_LINE
        acknowledged = []
        for line in lines:
            number = _number_of(line)
            if number is None:
                refused = True
                break
            acknowledged.append(b"OK %d\n" % number)
        self.app.lines += len(acknowledged)
        if acknowledged:
            self.transport.write(b"".join(acknowledged))
        if refused:
            self.transport.close()

    def pause_writing(self):
        self.transport.pause_reading()

    def resume_writing(self):
        self.transport.resume_reading()


async def take_lines(app, settings):
    """Where this row is asked for: listens."""
    if os.environ.get("LINE_PORT"):
        listener = listening_socket(settings._replace(port=read_number("LINE_PORT", None, 65535)))
        await app.loop.create_server(lambda: LineConnection(app), sock=listener, backlog=settings.backlog)
