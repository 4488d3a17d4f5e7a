"""SIGTERM: no new connections, what is under way is finished, then the process ends by itself."""

import asyncio
import signal

under_way = set()


async def answer(reader, writer):
    under_way.add(asyncio.current_task())
    await reader.readline()
    print("asked", flush=True)
    await asyncio.sleep(0.3)
    writer.write(b"answered\n")
    await writer.drain()
    writer.close()
    under_way.discard(asyncio.current_task())


async def main():
    terminated = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, terminated.set)
    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    print("port", server.sockets[0].getsockname()[1], flush=True)
    await terminated.wait()
    server.close()
    print("no more", flush=True)
    await asyncio.gather(*under_way)
    print("done", flush=True)


asyncio.run(main())
