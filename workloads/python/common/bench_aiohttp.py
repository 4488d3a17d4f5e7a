"""Serving an aiohttp application: production settings, the ready line, what can be observed."""

import asyncio
import signal

import uvloop
from aiohttp import http_parser, web, web_protocol, web_server
from aiohttp.http_exceptions import HttpProcessingError
from bench_aiohttp_routes import SERVER, complete, served
from bench_aiohttp_websocket import WS_IMPL
from bench_event_loop import pieces_of
from bench_observe import describe, loop_name, make_stats, nodelay_of
from bench_process import announce_ready, listening_socket, read_settings

KEEP_ALIVE_S = 75
STOP_S = 2  # so long it waits for what is under way, and then as long again


class Protocol(web_protocol.RequestHandler):
    __slots__ = ()

    def handle_error(self, request, status=500, exc=None, message=None):
        gone = isinstance(exc, ConnectionResetError)  # whoever sent the body
        if not gone and not isinstance(exc, (HttpProcessingError, web_protocol.RequestPayloadError)):
            return super().handle_error(request, status, exc, message)
        # aiohttp's own refusals quote the request.
        refusal = web.Response(status=400, text="Bad Request", headers=SERVER)
        refusal.force_close()
        return refusal


def query_of(request):
    return request.rel_url.raw_query_string.encode()


def in_pieces(body):
    """aiohttp's FileResponse sends ETag and Last-Modified, which cannot be switched off."""
    fields = {**SERVER, "Content-Type": body.content_type, **body.fields}
    return web.Response(body=pieces_of(body), status=body.status, headers=fields)


def _info(request, settings):
    loop = asyncio.get_running_loop()
    in_c = http_parser.HttpRequestParser.__module__ == "aiohttp._http_parser"
    return describe(
        stack="python/aiohttp",
        layer="framework",
        concurrency_model="event_loop",
        loop=loop_name(loop),
        http_parser="llhttp" if in_c else "aiohttp",
        threads=1,
        backlog=settings.backlog,
        keep_alive_s=request.protocol.keepalive_timeout,
        ws_impl=WS_IMPL,
        nodelay=nodelay_of(request.transport.get_extra_info("socket")),
        debug=loop.get_debug(),
    )


async def _serve(app):
    settings = read_settings()
    loop = asyncio.get_running_loop()
    stats = make_stats(lambda: served.requests, loop)
    served.own_pages = {"/__info": lambda request: _info(request, settings), "/__stats": lambda request: stats()}
    complete(app)
    web_server.RequestHandler = Protocol
    runner = web.AppRunner(app, access_log=None, keepalive_timeout=KEEP_ALIVE_S, shutdown_timeout=STOP_S)
    await runner.setup()
    await web.SockSite(runner, listening_socket(settings), backlog=settings.backlog).start()
    stop_asked = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop_asked.set)
    announce_ready(settings.port)
    await stop_asked.wait()
    await runner.cleanup()


def serve(app):
    """app has its rows; all else it gets here."""
    uvloop.run(_serve(app))
