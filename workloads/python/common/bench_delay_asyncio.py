"""GET /delay on an event loop: a timer."""

import asyncio
from time import monotonic

from bench_endpoints import delay as answer_of, delay_ms


async def pause(ms):
    """Never ends early."""
    if not ms:
        return
    deadline = monotonic() + ms / 1000
    # libuv's clock counts whole milliseconds, so a timer can fire up to 1 ms early,
    # and one of less than half a millisecond would spin.
    while (left := deadline - monotonic()) > 0:
        await asyncio.sleep(max(left, 0.001))


async def delay(query):
    answer = answer_of(query)
    await pause(delay_ms(answer))
    return answer
