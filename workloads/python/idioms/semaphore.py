"""Many tasks, of which only two work at the same time."""

import asyncio

working = most = 0


async def work(number, semaphore):
    global working, most
    async with semaphore:
        working += 1
        most = max(most, working)
        await asyncio.sleep(0.02)
        working -= 1
        return number


async def main():
    semaphore = asyncio.Semaphore(2)
    print(*await asyncio.gather(*(work(number, semaphore) for number in range(6))))
    print(f"at most {most} at the same time")


asyncio.run(main())
