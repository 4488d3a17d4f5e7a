"""A limit on how long something may take; what takes longer is ended and cleans up."""

import asyncio


async def answer(ms):
    try:
        await asyncio.sleep(ms / 1000)
        return f"answered after {ms}"
    finally:
        print("cleaned up")


async def within(limit, ms):
    try:
        async with asyncio.timeout(limit / 1000):
            return await answer(ms)
    except TimeoutError:
        return "too late"


async def main():
    print(await within(5000, 50))
    print(await within(50, 5000))


asyncio.run(main())
