"""Serving a WSGI application by gunicorn, gthread: production settings, the ready line, what can be observed."""

import logging
import os

from bench_contract import BAD_REQUEST, CLOSE, HEAD_TOO_LARGE, response
from bench_observe import describe, make_stats, nodelay_of_connections
from bench_process import announce_ready, listening_socket, read_settings
from bench_workers import join, make_place, stats_of_all
from bench_workers import pids as pids_of_all
from gunicorn import util
from gunicorn.app.base import BaseApplication
from gunicorn.http import errors, wsgi
from gunicorn.workers import gthread

# A waiting request holds a thread, an idle keep-alive connection none: gthread keeps those in its
# selector. So this many can wait at the same time, which is as many connections as a suite opens.
THREADS = 64
KEEP_ALIVE_S = 75

# What reading a body raises where its chunks are no chunks; gunicorn closes the connection then.
MalformedBody = errors.ParseException

_KEEP_ALIVE = "Connection: keep-alive\r\n"


class Response(wsgi.Response):
    def default_headers(self):
        lines = super().default_headers()
        # In HTTP/1.1 staying open needs no header, and the other stacks do not send it.
        if self.req.version == (1, 1) and _KEEP_ALIVE in lines:
            lines.remove(_KEEP_ALIVE)
        return lines


class Worker(gthread.ThreadWorker):
    def handle_error(self, req, client, addr, exc):
        if not isinstance(exc, errors.ParseException):
            return super().handle_error(req, client, addr, exc)
        # gunicorn's own refusals are HTML that quotes the request.
        too_large = isinstance(exc, (errors.LimitRequestLine, errors.LimitRequestHeaders))
        status, content_type, body, _ = HEAD_TOO_LARGE if too_large else BAD_REQUEST
        util.write_nonblock(client, response(status, content_type, body, CLOSE))


class Application(BaseApplication):
    def __init__(self, app, stack, debug):
        self.app = app
        self.stack = stack
        self.debug = debug
        self.settings = read_settings(most_workers=1024)
        if self.settings.workers > 1:
            make_place()
        super().__init__()

    def load_config(self):
        listener = listening_socket(self.settings)
        # As on the command line: --worker-class gthread --workers N --threads 64 --keep-alive 75 --timeout 0 ...
        for name, value in {
            "bind": f"fd://{listener.detach()}",
            "backlog": self.settings.backlog,
            "worker_class": Worker,
            "workers": self.settings.workers,
            "threads": THREADS,
            "worker_connections": self.settings.backlog,
            "keepalive": KEEP_ALIVE_S,
            "timeout": 0,
            "graceful_timeout": 4,
            "http_parser": "python",
            "loglevel": "critical",
            "worker_tmp_dir": "/dev/shm",  # https://gunicorn.org/faq/ on blocking heartbeats
            "control_socket_disable": True,  # else a socket appears in the home folder
            "post_worker_init": self.announce,
        }.items():
            self.cfg.set(name, value)

    def load(self):
        return self.app

    def announce(self, worker):
        workers = self.settings.workers
        own_pids = [os.getppid(), os.getpid()]

        def info():
            return describe(
                stack=self.stack,
                layer="framework",
                concurrency_model="threads",
                accept_mode="shared",  # the master holds the socket that its worker accepts from
                loop="none",
                http_parser="gunicorn" if worker.cfg.http_parser == "python" else worker.cfg.http_parser,
                threads=worker.cfg.threads,
                backlog=worker.cfg.backlog,
                keep_alive_s=worker.cfg.keepalive,
                nodelay=nodelay_of_connections(self.settings.port),
                debug=self.debug,
                workers=workers,
                pids=own_pids if workers == 1 else pids_of_all(),
            )

        stats = make_stats(self.app.requests.read)
        self.app.own_pages = {b"/__info": info, b"/__stats": stats if workers == 1 else stats_of_all(stats)}
        if workers == 1:
            announce_ready(self.settings.port, own_pids)
        else:
            join(stats, workers, self.settings.port)


def serve(app, *, stack, debug=False):
    """app is a bench_wsgi.Counted; its own_pages are filled in here. debug: whether its framework is in debug mode."""
    wsgi.log.setLevel(logging.CRITICAL)  # it is outside of gunicorn's own log settings
    gthread.STOP_KEEPALIVE_LINGER = 0.5  # its 2 s for late requests leave too little of the 5 s a stop may take
    wsgi.SERVER = "bench"
    wsgi.Response = Response
    Application(app, stack, debug).run()
