"""Serving by CherryPy's own server, cheroot: production settings, the ready line, what can be observed."""

import re

import cherrypy
from bench_contract import BAD_REQUEST, CLOSE, json_bytes, response
from bench_observe import describe, make_stats, nodelay_of_connections
from bench_process import HOST, announce_ready, listening_socket, read_settings
from bench_threads import Count
from cheroot.server import HeaderReader
from cherrypy._cpwsgi_server import CPWSGIHTTPRequest, CPWSGIServer

# A waiting request holds a thread, an idle keep-alive connection none: cheroot keeps those in its
# selector. So this many can wait at the same time, which is as many connections as a suite opens.
THREADS = 64
KEEP_ALIVE_S = 75
STOP_S = 4

TOKEN = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_CLOSE = (b"Connection", b"close")

requests = Count()


class StrictHeaders(HeaderReader):
    def _allow_header(self, name):
        if not TOKEN.fullmatch(name):
            raise ValueError("cheroot itself takes any name")
        return True


class Request(CPWSGIHTTPRequest):
    header_reader = StrictHeaders()

    def simple_response(self, status, msg=""):
        # cheroot's own refusals explain what is wrong with the request, and have no Date.
        if status.startswith("400"):
            self.conn.wfile.write(response(*BAD_REQUEST[:3], CLOSE))
        else:
            super().simple_response(status, msg)

    def send_headers(self):
        if _CLOSE in self.outheaders:
            self.close_connection = True  # cheroot would send the header and stay open
        super().send_headers()


class Server(CPWSGIServer):
    # By default 10: every connection beyond them is closed after each answer.
    keep_alive_conn_limit = None


def _own_page(value):
    @cherrypy.expose
    def page(**params):
        cherrypy.response.headers.update({"Server": "bench", "Content-Type": "application/json"})
        return json_bytes(value())

    return page


def _info(server, settings):
    return describe(
        stack="python/cherrypy",
        layer="framework",
        concurrency_model="threads",
        loop="none",
        http_parser=HeaderReader.__module__.partition(".")[0],
        threads=server.numthreads,
        backlog=server.request_queue_size,
        keep_alive_s=server.timeout,
        nodelay=nodelay_of_connections(settings.port),
        debug=cherrypy.config.get("environment") != "production",
    )


def serve(root):
    settings = read_settings()
    listening_socket(settings).close()  # so a port that is taken ends this stack as it ends the others
    cherrypy.config.update(
        {
            "environment": "production",
            "server.socket_host": HOST,
            "server.socket_port": settings.port,
            "server.socket_queue_size": settings.backlog,
            "server.socket_timeout": KEEP_ALIVE_S,
            "server.thread_pool": THREADS,
            "server.shutdown_timeout": STOP_S,
            "request.process_request_body": False,  # it would copy each body into a temporary file
            "tools.encode.on": False,  # it respells the Content-Type
            "tools.trailing_slash.on": False,
        }
    )
    app = cherrypy.tree.mount(root)
    # It has no switch: without a handler every line is still put together, and then dropped.
    app.log.access = lambda: None
    server = Server(cherrypy.server)
    server.ConnectionClass.RequestHandlerClass = Request
    cherrypy.server.instance = server
    own_pages = {"__info": lambda: _info(server, settings), "__stats": make_stats(requests.read)}
    # Not by names in its class, which would be mangled.
    root.__dict__.update({name: _own_page(value) for name, value in own_pages.items()})
    cherrypy.engine.signals.subscribe()
    cherrypy.engine.start()
    announce_ready(settings.port)
    cherrypy.engine.block()
