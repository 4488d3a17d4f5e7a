"""Several waits at the same time, their results in the order they were asked for."""

import asyncio
from time import monotonic


async def answer(ms):
    await asyncio.sleep(ms / 1000)
    return ms


async def main():
    begun = monotonic()
    print(*await asyncio.gather(answer(300), answer(100), answer(200)))
    print("together" if monotonic() - begun < 0.55 else "one after the other")


asyncio.run(main())
