"""Values that come one after the other, asked for as they are needed; who stops early lets the source clean up."""

import asyncio
from contextlib import aclosing
from itertools import count


async def squares():
    try:
        for number in count():
            await asyncio.sleep(0.005)
            yield number * number
    finally:
        print("source closed")


async def main():
    # Unlike JavaScript's, the loop does not close what it leaves early.
    async with aclosing(squares()) as source:
        async for square in source:
            if square > 20:
                break
            print(square)
    print("went on")


asyncio.run(main())
