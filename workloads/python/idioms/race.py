"""The first of several that is done; the others are called off and can clean up."""

import asyncio


async def answer(name, ms):
    try:
        await asyncio.sleep(ms / 1000)
        return name
    except asyncio.CancelledError:
        print(name, "called off")


async def main():
    tasks = [asyncio.create_task(answer(*each)) for each in (("fast", 50), ("slow", 5000), ("slower", 6000))]
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    print(done.pop().result())
    for task in tasks:
        task.cancel()
    await asyncio.wait(pending)


asyncio.run(main())
