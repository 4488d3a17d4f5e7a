"""Serving an ASGI application by Granian: production settings, the ready line, what can be observed."""

import asyncio
import os
import socket

from bench_observe import describe, loop_name, make_stats, nodelay_of_connections
from bench_process import HOST, announce_ready, listening_socket, read_settings
from granian import Granian
from granian.constants import HTTPModes, Interfaces, Loops, RuntimeModes
from granian.http import HTTP1Settings

KEEP_ALIVE_S = 75


class Launched:
    """The application in the worker process: it says when it listens and answers to the lifespan protocol."""

    def __init__(self, app, stack, settings, http1):
        self.app = app
        self.stack = stack
        self.settings = settings
        self.http1 = http1

    # Not async: the application's coroutine is handed on, not wrapped in another.
    def __call__(self, scope, receive, send):
        return self.live(receive, send) if scope["type"] == "lifespan" else self.app(scope, receive, send)

    async def live(self, receive, send):
        await receive()
        stats = make_stats(lambda: self.app.requests, asyncio.get_running_loop())
        self.app.own_pages = {b"/__info": self.info, b"/__stats": stats}
        await send({"type": "lifespan.startup.complete"})
        await self.listening()
        announce_ready(self.settings.port, self.pids())
        await receive()
        await send({"type": "lifespan.shutdown.complete"})

    async def listening(self):
        # Granian starts to listen behind the start-up event and does not say when.
        while True:
            try:
                socket.create_connection((HOST, self.settings.port)).close()
                return
            except ConnectionRefusedError:
                await asyncio.sleep(0.002)

    def pids(self):
        return [os.getppid(), os.getpid()]

    def info(self):
        loop = asyncio.get_running_loop()
        return describe(
            stack=self.stack,
            layer="server",
            concurrency_model="event_loop",
            loop=loop_name(loop),
            http_parser="hyper",
            threads=len(os.listdir("/proc/self/task")),
            backlog=self.settings.backlog,
            keep_alive_s=self.http1.header_read_timeout // 1000 if self.http1.keep_alive else 0,
            nodelay=nodelay_of_connections(self.settings.port),
            debug=loop.get_debug(),
            pids=self.pids(),
        )


def serve(app, *, stack):
    """app is an ASGI 3 application with `requests`, a count, and `own_pages`, which is filled in here."""
    settings = read_settings()
    listening_socket(settings).close()  # Granian binds with SO_REUSEPORT, beside whoever else does
    # Granian has no time-out for idle connections but this one, which runs while a head is awaited.
    http1 = HTTP1Settings(header_read_timeout=KEEP_ALIVE_S * 1000)
    launched = Launched(app, stack, settings, http1)
    # As on the command line: --interface asgi --workers 1 --runtime-threads 1 --loop uvloop --http 1 ...
    Granian(
        target="",
        address=HOST,
        port=settings.port,
        interface=Interfaces.ASGI,
        workers=1,
        runtime_threads=1,
        runtime_mode=RuntimeModes.st,
        loop=Loops.uvloop,
        http=HTTPModes.http1,
        http1_settings=http1,
        websockets=False,
        backlog=settings.backlog,
        log_enabled=False,
        workers_kill_timeout=4,
    ).serve(target_loader=lambda: launched, wrap_loader=False)
