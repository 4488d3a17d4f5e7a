"""CherryPy on its own server, cheroot: one exposed handler for each endpoint."""

import sys
from pathlib import Path

# Not its parent, which holds folders named like installed modules (this one is called cherrypy).
sys.path.insert(1, str(Path(__file__).resolve().parent.parent / "common"))

import cherrypy  # noqa: E402
from bench_cherrypy import requests, serve  # noqa: E402
from bench_cherrypy_bodies import body_of, upload_of  # noqa: E402
from bench_compute import cpu, mixed  # noqa: E402
from bench_contract import json_bytes  # noqa: E402
from bench_delay_threads import delay  # noqa: E402
from bench_down_threads import down  # noqa: E402
from bench_echo import echo  # noqa: E402
from bench_endpoints import BAD_REQUEST, NOT_ALLOWED, NOT_FOUND, json_page, method_of, plaintext  # noqa: E402
from bench_file import file  # noqa: E402
from bench_pieces import Body, sse, stream  # noqa: E402
from bench_threads import pieces_of  # noqa: E402


def respond(answer):
    status, value = answer
    response = cherrypy.response
    response.status = status
    response.headers["Server"] = "bench"
    if isinstance(value, Body):
        response.stream = True
        response.headers.update({"Content-Type": value.content_type, **value.fields})
        return pieces_of(value)
    is_text = isinstance(value, str)
    response.headers["Content-Type"] = "text/plain; charset=utf-8" if is_text else "application/json"
    return value.encode() if is_text else json_bytes(value)


def page(endpoint, read=body_of, names=0):
    """endpoint is called with the query, the body, which is what `read` makes of a request, and names in the path."""

    @cherrypy.expose
    def handle(*rest, **params):
        request = cherrypy.request
        requests.add()
        try:
            body = b"" if request.method in ("GET", "HEAD") else read(request)
        except ValueError:
            cherrypy.response.headers["Connection"] = "close"
            return respond(BAD_REQUEST)
        # Of the path itself: from what is left of it CherryPy has taken slashes.
        if endpoint is None or len(rest) != names or request.path_info.count("/") != names + 1:
            return respond(NOT_FOUND)
        if request.method != method_of(request.path_info):
            cherrypy.response.headers["Allow"] = method_of(request.path_info)
            return respond(NOT_ALLOWED)
        return respond(endpoint(request.query_string.encode(), body, *rest))

    return handle


class Root:
    plaintext = staticmethod(page(lambda query, body: plaintext(query)))
    json = staticmethod(page(lambda query, body: json_page(query)))
    delay = staticmethod(page(lambda query, body: delay(query)))
    down = staticmethod(page(lambda query, body: down(query)))
    echo = staticmethod(page(lambda query, body: echo(body)))
    upload = staticmethod(page(lambda query, body: body.answer(), upload_of))
    cpu = staticmethod(page(lambda query, body, kernel: cpu(kernel, query), names=1))
    mixed = staticmethod(page(lambda query, body, kernel: mixed(kernel, query), names=1))
    sse = staticmethod(page(lambda query, body: sse(query)))
    stream = staticmethod(page(lambda query, body: stream(query)))
    file = staticmethod(page(lambda query, body, name: file(name, cherrypy.request.headers.get("Range", "")), names=1))
    default = staticmethod(page(None))  # CherryPy's name for what is found nowhere else


if __name__ == "__main__":
    serve(Root())
