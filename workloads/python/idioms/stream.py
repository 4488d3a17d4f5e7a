"""A megabyte from a server through a filter, never whole in memory on the way."""

import asyncio
from hashlib import sha256

INVERTED = bytes(byte ^ 0xFF for byte in range(256))


async def send(reader, writer):
    for i in range(256):
        writer.write(bytes([i]) * 4096)
        await writer.drain()
    writer.close()


async def main():
    server = await asyncio.start_server(send, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    digest = sha256()
    while piece := await reader.read(65536):
        digest.update(piece.translate(INVERTED))
    print(digest.hexdigest())
    writer.close()
    server.close()


asyncio.run(main())
