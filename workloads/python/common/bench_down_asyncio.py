"""GET /down for servers on an event loop: a client of asyncio streams, which keeps its connections."""

import asyncio
import re

from bench_down import BAD_GATEWAY, GATEWAY_TIMEOUT, MOST_CONNECTIONS, PATIENCE_S, PORT, Call, call_of
from bench_process import HOST

_LENGTH = re.compile(rb"\r\ncontent-length: *([0-9]+)\r\n", re.IGNORECASE)

_slots = asyncio.Semaphore(MOST_CONNECTIONS)
_idle = []  # the last one used is the first to be used again


async def _connection():
    while _idle:
        reader, writer = _idle.pop()
        if not reader.at_eof():
            return reader, writer
        writer.close()
    return await asyncio.open_connection(HOST, PORT)


async def _blob(target):
    reader, writer = await _connection()
    whole = False
    try:
        writer.write(f"GET {target} HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200 "):
            raise ValueError("no blob")
        blob = await reader.readexactly(int(_LENGTH.search(head)[1]))
        whole = True
        return blob
    finally:
        if whole:
            _idle.append((reader, writer))
        else:
            writer.close()


async def down_of(call):
    try:
        async with asyncio.timeout(PATIENCE_S), _slots:
            return call.answer(await _blob(call.target()))
    except TimeoutError:
        return GATEWAY_TIMEOUT
    except (OSError, EOFError, ValueError):
        return BAD_GATEWAY


async def down(query):
    call = call_of(query)
    return await down_of(call) if isinstance(call, Call) else call
