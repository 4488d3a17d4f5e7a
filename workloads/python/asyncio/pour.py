"""Sends a body in pieces over a connection of server.py, no faster than the client takes them."""

from bench_contract import LAST_CHUNK, chunk, head_of_pieces, is_sized
from bench_event_loop import spaced


async def pour(connection, body):
    transport = connection.transport
    chunked = connection.begin_pouring(is_sized(body))
    transport.write(head_of_pieces(body, connection.connection_field(), chunked))
    if body.file is not None:
        await _send_file(connection, body)
    else:
        async for piece in spaced(body):
            if transport.is_closing():
                return
            transport.write(chunk(piece) if chunked else piece)
            await connection.writable()
        if chunked:
            transport.write(LAST_CHUNK)
    connection.end_awaited()


async def _send_file(connection, part):
    with part.file:
        if not part.length:  # sendfile() does not take nothing
            return
        try:
            sent = await connection.app.loop.sendfile(connection.transport, part.file, part.first, part.length)
        except OSError:  # the client has left
            sent = 0
    if sent < part.length:  # only the end of the connection can say so
        connection.transport.abort()
