"""What the stacks on an event loop share."""

import asyncio
from time import monotonic

from bench_offload import cpu_off


async def pause(ms):
    """Never ends early."""
    if not ms:
        return
    deadline = monotonic() + ms / 1000
    # libuv's clock counts whole milliseconds, so a timer can fire up to 1 ms early,
    # and one of less than half a millisecond would spin.
    while (left := deadline - monotonic()) > 0:
        await asyncio.sleep(max(left, 0.001))


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
