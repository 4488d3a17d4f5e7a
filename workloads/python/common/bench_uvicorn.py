"""Serving an ASGI application by uvicorn: its production settings, the ready line, what can be observed."""

import asyncio
import os
import signal
import sys
from functools import partial

import uvicorn
from bench_gatherings import MAX_MESSAGE
from bench_observe import describe, loop_name, make_stats, nodelay_of
from bench_offload import end_pool, start_pool
from bench_process import HOST, announce_ready, fail_to_listen, listening_socket, read_settings
from bench_workers import join, make_place, pids, stats_of_all
from uvicorn.supervisors import multiprocess


def ws_name(config):
    """As --ws of uvicorn calls it."""
    protocol = config.ws_protocol_class
    if protocol is None:
        return "none"
    return protocol.__module__.rpartition(".")[2].removesuffix("_impl").replace("_", "-")


class Server(uvicorn.Server):
    """uvicorn.Server, which also says when it listens."""

    def __init__(self, config, app, stack, layer, debug, supervised=False):
        super().__init__(config)
        self.supervised = supervised
        self.app = app
        self.stack = stack
        self.layer = layer
        self.debug = debug

    async def startup(self, sockets=None):
        try:
            await super().startup(sockets)
        except SystemExit as stopped:  # what uvicorn makes of an OSError from listening
            if isinstance(stopped.__context__, OSError):
                fail_to_listen(self.config.port, stopped.__context__)
            raise
        stats = make_stats(lambda: self.app.requests, asyncio.get_running_loop())
        self.app.own_pages = {b"/__info": self.info, b"/__stats": stats_of_all(stats) if self.supervised else stats}
        # The lifespan event would be too early: uvicorn sends it before it listens.
        if self.supervised:
            join(stats, self.config.workers, self.config.port)
        else:
            announce_ready(self.config.port)

    def info(self):
        config = self.config
        loop = asyncio.get_running_loop()
        # ASGI hides the socket; all connections are made alike, so any of them will do.
        connection = next(iter(self.server_state.connections))
        parser = connection.conn if hasattr(connection, "conn") else connection.parser
        return describe(
            stack=self.stack,
            layer=self.layer,
            concurrency_model="prefork" if self.supervised else "event_loop",
            accept_mode="shared" if self.supervised else "single",
            loop=loop_name(loop),
            http_parser=type(parser).__module__.partition(".")[0],
            ws_impl=ws_name(config),
            threads=1,
            backlog=config.backlog,
            keep_alive_s=config.timeout_keep_alive,
            nodelay=nodelay_of(connection.transport.get_extra_info("socket")),
            debug=loop.get_debug() or self.debug,
            workers=self.config.workers,
            pids=pids() if self.supervised else None,
        )


class Worker(multiprocess.Process):
    """One of those that uvicorn starts for --workers, each with a Server of ours."""

    def __init__(self, stack, layer, debug, config, sockets):
        self.describes = (stack, layer, debug)
        super().__init__(config, sockets)

    @property
    def server(self):
        if self._server is None:
            self._server = Server(self.config, self.config.app, *self.describes, supervised=True)
        return self._server

    def target(self, sockets=None):
        signal.signal(signal.SIGTERM, _leave)  # see serve()
        super().target(sockets)


def _leave(*_):
    end_pool()
    sys.exit(0)


def serve(app, *, stack, layer="framework", debug=False, ws="none", supervised=False):
    """app is an ASGI 3 application with `requests`, a count, and `own_pages`, which is filled in here.

    debug: whether its framework is in debug mode.
    ws: "websockets-sansio" is what uvicorn's "auto" takes; its "websockets" is deprecated.
    supervised: in as many processes as are asked for, which uvicorn starts and watches; the app is sent to them.
    """
    settings = read_settings(most_workers=1024 if supervised else 1)
    start_pool()
    # As on the command line: --workers N --loop uvloop --http httptools --no-access-log
    # --log-level critical --header server:bench --timeout-keep-alive 75 ...
    # Loop and parser are named, because "auto" falls back to slower ones without a word. Only a stack that is
    # there to show what they are worth names others, by the variables of uvicorn's command line.
    parser = os.environ.get("UVICORN_HTTP") or "httptools"
    config = uvicorn.Config(
        app,
        host=HOST,
        port=settings.port,
        workers=settings.workers,
        loop=os.environ.get("UVICORN_LOOP") or "uvloop",
        http=f"bench_uvicorn_{parser}:Protocol",
        ws=ws,
        ws_per_message_deflate=False,
        ws_ping_interval=None,
        ws_max_size=MAX_MESSAGE,
        lifespan="off",
        interface="asgi3",
        access_log=False,
        log_level="critical",
        headers=[("server", "bench")],
        backlog=settings.backlog,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=4,
    )
    if supervised:
        make_place()
        multiprocess.Process = partial(Worker, stack, layer, debug)
        multiprocess.Multiprocess(config, [listening_socket(settings)]).run()
        return
    # After its orderly end uvicorn raises the signal once more for whoever handled it before.
    # By default that kills the process; this makes it exit with 0.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _leave)
    Server(config, app, stack, layer, debug).run()
