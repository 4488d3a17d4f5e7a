"""What the stacks on an event loop share."""

import asyncio
from time import monotonic_ns

from bench_offload import cpu_off
from bench_pieces import SECOND


async def spaced(pieces):
    """Makes each when it is due, however late the one before was."""
    began = monotonic_ns()
    yield pieces.make(0, began)
    for i in range(1, pieces.count):
        due = began + pieces.due(i)
        while (now := monotonic_ns()) < due:
            await asyncio.sleep(max((due - now) / SECOND, 0.001))  # see pause() of bench_delay_asyncio
        yield pieces.make(i, now)


async def pieces_of(body):
    """Of a FilePart they are read in another thread: a disk may take its time."""
    if body.file is None:
        async for piece in spaced(body):
            yield piece
        return
    loop = asyncio.get_running_loop()
    pieces = body.pieces()
    while (piece := await loop.run_in_executor(None, next, pieces, None)) is not None:
        yield piece


async def cpu_off_awaited(name, query):
    status, value = cpu_off(name, query)
    return status, await asyncio.wrap_future(value) if status == 200 else value


class Served:
    """What a framework that is its own server counts, and the /__ pages that it shows.

    own_pages holds them, path -> function of a request returning a value; filled in when it listens.
    """

    def __init__(self):
        self.requests = 0
        self.answered = 0
        self.own_pages = {}
