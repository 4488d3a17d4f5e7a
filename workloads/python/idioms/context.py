"""What belongs to a request is there in everything that it calls, however many are under way."""

import asyncio
from contextvars import ContextVar

request = ContextVar("request", default="none outside")


async def deep_below(ms):
    await asyncio.sleep(ms / 1000)
    return request.get()


async def handle(id, ms):
    request.set(id)
    return await deep_below(ms)


async def main():
    print(*await asyncio.gather(handle("a", 30), handle("b", 10), handle("c", 20)))
    print(request.get())


asyncio.run(main())
