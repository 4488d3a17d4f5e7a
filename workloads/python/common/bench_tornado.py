"""Serving by Tornado: production settings, the ready line, what can be observed."""

import asyncio
import logging
import signal
import sys
from time import monotonic

from bench_contract import BAD_REQUEST, CLOSE, json_bytes, response
from bench_endpoints import NOT_ALLOWED, method_of
from bench_event_loop import Served, pieces_of
from bench_observe import describe, loop_name, make_stats, nodelay_of
from bench_pieces import Body
from bench_process import announce_ready, listening_socket, read_settings
from bench_upload import Upload
from tornado import tcpserver
from tornado.httpserver import HTTPServer
from tornado.iostream import IOStream, StreamClosedError
from tornado.web import RequestHandler, stream_request_body

KEEP_ALIVE_S = 75
STOP_S = 4.0

_BARE_REFUSAL = b"HTTP/1.1 400 Bad Request\r\n\r\n"

served = Served()


class Page(RequestHandler):
    def initialize(self, endpoint=None):
        self.endpoint = endpoint

    def set_default_headers(self):
        self.set_header("Server", "bench")

    def compute_etag(self):
        return None

    def prepare(self):
        served.requests += 1

    def on_finish(self):
        served.answered += 1

    def respond(self, answer):
        status, value = answer
        self.set_status(status)
        is_text = isinstance(value, str)
        self.set_header("Content-Type", "text/plain; charset=utf-8" if is_text else "application/json")
        self.finish(value if is_text else json_bytes(value))

    async def pour(self, answer):
        """Not by its StaticFileHandler: what asks for all octets as a range would be answered with 200."""
        body = answer[1]
        if not isinstance(body, Body):
            self.respond(answer)
            return
        self.set_status(body.status)
        for name, value in {"Content-Type": body.content_type, **body.fields}.items():
            self.set_header(name, value)
        try:
            async for piece in pieces_of(body):
                self.write(piece)
                await self.flush()
        except StreamClosedError:
            return  # the client has left

    def write_error(self, status_code, **kwargs):
        if status_code == 405:
            self.set_header("Allow", method_of(self.request.path))
            self.respond(NOT_ALLOWED)
        else:
            super().write_error(status_code, **kwargs)


@stream_request_body
class UploadPage(Page):
    def prepare(self):
        super().prepare()
        self.upload = Upload(self.request.headers.get("Content-Length"))
        # Tornado would answer 400 to what is longer.
        self.request.connection.set_max_body_size(sys.maxsize)
        if self.upload.too_large and self.request.method == "POST":
            self.respond(self.upload.answer())

    def data_received(self, part):
        self.upload += part
        if self.upload.too_large and not self._finished:
            self.respond(self.upload.answer())

    def post(self):
        self.respond(self.upload.answer())


class OwnPage(Page):
    def prepare(self):
        pass

    def on_finish(self):
        pass

    def get(self):
        self.respond((200, served.own_pages[self.request.path](self)))


class Stream(IOStream):
    def write(self, data):
        # Tornado's answer to what is no HTTP has neither headers nor a body, and no hook of its own.
        if data == _BARE_REFUSAL:
            data = response(*BAD_REQUEST[:3], CLOSE)
        return super().write(data)

    def set_nodelay(self, value):
        # Tornado turns it on at the end of each response and off again behind it; the contract wants it on.
        if value:
            super().set_nodelay(value)


def _info(handler, server, settings, ws_impl):
    loop = asyncio.get_running_loop()
    connection = handler.request.connection
    return describe(
        stack="python/tornado",
        layer="framework",
        concurrency_model="event_loop",
        loop=loop_name(loop),
        http_parser=type(connection).__module__.partition(".")[0],
        threads=1,
        backlog=settings.backlog,
        keep_alive_s=int(server.conn_params.header_timeout),
        ws_impl=ws_impl,
        nodelay=nodelay_of(connection.stream.socket),
        debug=loop.get_debug() or handler.settings.get("debug", False),
    )


async def _serve(app, ws_impl):
    settings = read_settings()
    loop = asyncio.get_running_loop()
    # asyncio's tells of what Tornado wrote to a WebSocket that has gone.
    for name in ("tornado", "asyncio"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    tcpserver.IOStream = Stream
    server = HTTPServer(app, idle_connection_timeout=KEEP_ALIVE_S)
    stats = make_stats(lambda: served.requests, loop)
    served.own_pages = {
        "/__info": lambda handler: _info(handler, server, settings, ws_impl),
        "/__stats": lambda handler: stats(),
    }
    listener = listening_socket(settings)
    listener.setblocking(False)
    server.add_socket(listener)
    stop_asked = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop_asked.set)
    announce_ready(settings.port)
    await stop_asked.wait()
    server.stop()
    deadline = monotonic() + STOP_S
    while served.answered < served.requests and monotonic() < deadline:
        await asyncio.sleep(0.02)
    await server.close_all_connections()


def serve(app, ws_impl):
    asyncio.run(_serve(app, ws_impl))
