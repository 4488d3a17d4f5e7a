"""A fast producer waits for a slow consumer: there is room for two between them."""

import asyncio

made = most = 0


async def produce(queue):
    global made
    for item in range(10):
        await queue.put(item)
        made += 1
    await queue.put(None)


async def consume(queue):
    global most
    taken = []
    while (item := await queue.get()) is not None:
        await asyncio.sleep(0.005)
        taken.append(item)
        most = max(most, made - len(taken))
    return taken


async def main():
    queue = asyncio.Queue(2)
    _, taken = await asyncio.gather(produce(queue), consume(queue))
    print(*taken)
    print("never far ahead" if most <= 3 else f"{most} ahead")


asyncio.run(main())
