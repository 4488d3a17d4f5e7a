"""GET /down by the client that aiohttp brings."""

from aiohttp import ClientError, ClientSession, ClientTimeout, TCPConnector
from bench_down import BAD_GATEWAY, GATEWAY_TIMEOUT, MOST_CONNECTIONS, PATIENCE_S, PORT, Call, call_of
from bench_process import HOST


async def session_of(app):
    """For app.cleanup_ctx: as long as the server runs."""
    connector = TCPConnector(limit=MOST_CONNECTIONS, keepalive_timeout=75)
    timeout = ClientTimeout(PATIENCE_S, ceil_threshold=PATIENCE_S)  # else its end is put off to a whole second
    app["down"] = ClientSession(f"http://{HOST}:{PORT}", connector=connector, timeout=timeout)
    yield
    await app["down"].close()


async def down(app, query):
    call = call_of(query)
    if not isinstance(call, Call):
        return call
    try:
        async with app["down"].get(call.target(), raise_for_status=True) as response:
            return call.answer(await response.read())
    except TimeoutError:
        return GATEWAY_TIMEOUT
    except (ClientError, OSError):
        return BAD_GATEWAY
