"""Raw ASGI on uvicorn with uvloop and httptools."""

import asyncio
import signal
import sys
from pathlib import Path
from time import monotonic

# The folder of the modules, not its parent: the parent holds folders named like
# installed modules (this one is called uvicorn).
sys.path.insert(1, str(Path(__file__).resolve().parent.parent / "common"))

import uvicorn  # noqa: E402
from bench_contract import answer  # noqa: E402
from bench_observe import describe, loop_name, make_stats, nodelay_of  # noqa: E402
from bench_process import HOST, announce_ready, fail_to_listen, read_settings  # noqa: E402


class App:
    def __init__(self):
        self.requests = 0
        self.own_pages = {}

    async def __call__(self, scope, receive, send):
        method = scope["method"]
        if method != "GET":
            while (await receive()).get("more_body"):
                pass
        path = scope["raw_path"]
        query = scope["query_string"]
        if path.startswith(b"/__"):
            reply = answer(method.encode(), path, query, self.own_pages)
        else:
            self.requests += 1
            reply = answer(method.encode(), path, query)
        status, content_type, body, delay_ms = reply
        if delay_ms:
            deadline = monotonic() + delay_ms / 1000
            # libuv's clock counts whole milliseconds, so a timer can fire up to 1 ms early,
            # and one of less than half a millisecond would spin.
            while (left := deadline - monotonic()) > 0:
                await asyncio.sleep(max(left, 0.001))
        headers = [(b"content-type", content_type), (b"content-length", b"%d" % len(body))]
        if status == 405:
            headers.append((b"allow", b"GET"))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})


class Server(uvicorn.Server):
    """uvicorn.Server, which also says when it listens."""

    def __init__(self, config, app):
        super().__init__(config)
        self.app = app

    async def startup(self, sockets=None):
        try:
            await super().startup(sockets)
        except SystemExit as stopped:  # what uvicorn makes of an OSError from listening
            if isinstance(stopped.__context__, OSError):
                fail_to_listen(self.config.port, stopped.__context__)
            raise
        loop = asyncio.get_running_loop()
        stats = make_stats(lambda: self.app.requests, loop)
        self.app.own_pages = {b"/__info": self.info, b"/__stats": stats}
        # The lifespan event would be too early: uvicorn sends it before it listens.
        announce_ready(self.config.port)

    def info(self):
        config = self.config
        loop = asyncio.get_running_loop()
        # ASGI hides the socket; all connections are made alike, so any of them will do.
        connection = next(iter(self.server_state.connections))
        return describe(
            stack="python/uvicorn",
            layer="server",
            concurrency_model="event_loop",
            loop=loop_name(loop),
            http_parser=config.http_protocol_class.__module__.rpartition(".")[2].removesuffix("_impl"),
            threads=1,
            backlog=config.backlog,
            keep_alive_s=config.timeout_keep_alive,
            nodelay=nodelay_of(connection.transport.get_extra_info("socket")),
            debug=loop.get_debug(),
        )


def main():
    settings = read_settings()
    app = App()
    # As on the command line: --workers 1 --loop uvloop --http httptools --no-access-log
    # --log-level critical --header server:bench --timeout-keep-alive 75 ...
    # Loop and parser are named, because "auto" falls back to slower ones without a word.
    config = uvicorn.Config(
        app,
        host=HOST,
        port=settings.port,
        workers=1,
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="off",
        interface="asgi3",
        access_log=False,
        log_level="critical",
        headers=[("server", "bench")],
        backlog=settings.backlog,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=4,
    )
    # After its orderly end uvicorn raises the signal once more for whoever handled it before.
    # By default that kills the process; this makes it exit with 0.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: sys.exit(0))
    Server(config, app).run()


if __name__ == "__main__":
    main()
