"""A task that nobody waits for fails: it is noticed, and everything else goes on."""

import asyncio


def notice(task):
    if task.exception():
        print("noticed:", task.exception())


async def fail():
    await asyncio.sleep(0.02)
    raise RuntimeError("lost")


async def main():
    task = asyncio.create_task(fail())
    task.add_done_callback(notice)
    await asyncio.sleep(0.1)
    print("went on")


asyncio.run(main())
