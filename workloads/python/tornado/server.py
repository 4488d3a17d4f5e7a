"""Tornado: one RequestHandler for each endpoint, on its own HTTP server."""

import sys
from functools import partial
from pathlib import Path

# Not its parent, which holds folders named like installed modules (this one is called tornado).
sys.path.insert(1, str(Path(__file__).resolve().parent.parent / "common"))

from bench_compute import KERNELS, cpu, mixed  # noqa: E402
from bench_delay_asyncio import delay  # noqa: E402
from bench_down_asyncio import down  # noqa: E402
from bench_echo import echo  # noqa: E402
from bench_endpoints import NOT_FOUND, json_page, plaintext  # noqa: E402
from bench_file import file  # noqa: E402
from bench_pieces import sse, stream  # noqa: E402
from bench_rooms import NAME  # noqa: E402
from bench_tornado import OwnPage, Page, UploadPage, serve  # noqa: E402
from bench_tornado_websocket import SETTINGS, WS_IMPL, Echo, Player, RoomMember  # noqa: E402
from tornado.web import Application  # noqa: E402


class FromQuery(Page):
    def get(self):
        self.respond(self.endpoint(self.request.query.encode()))


class InPieces(Page):
    async def get(self):
        await self.pour(self.endpoint(self.request.query.encode()))


class File(Page):
    async def get(self, name):
        await self.pour(file(name, self.request.headers.get("Range", "")))


class FromBody(Page):
    def post(self):
        self.respond(self.endpoint(self.request.body))


class Awaited(Page):
    async def get(self):
        self.respond(await self.endpoint(self.request.query.encode()))


class NotFound(Page):
    def prepare(self):
        super().prepare()
        self.respond(NOT_FOUND)


routes = [
    ("/plaintext", FromQuery, {"endpoint": plaintext}),
    ("/json", FromQuery, {"endpoint": json_page}),
    ("/delay", Awaited, {"endpoint": delay}),
    ("/down", Awaited, {"endpoint": down}),
    ("/echo", FromBody, {"endpoint": echo}),
    ("/upload", UploadPage),
    *((f"/cpu/{kernel}", FromQuery, {"endpoint": partial(cpu, kernel)}) for kernel in KERNELS),
    *((f"/mixed/{kernel}", FromQuery, {"endpoint": partial(mixed, kernel)}) for kernel in KERNELS),
    ("/sse", InPieces, {"endpoint": sse}),
    ("/stream", InPieces, {"endpoint": stream}),
    ("/file/([^/]+)", File),
    ("/__info", OwnPage),
    ("/__stats", OwnPage),
    ("/ws/echo", Echo),
    (f"/ws/room/({NAME})", RoomMember),
    ("/ws/game", Player),
]
app = Application(routes, default_handler_class=NotFound, log_function=lambda handler: None, **SETTINGS)

if __name__ == "__main__":
    serve(app, WS_IMPL)
