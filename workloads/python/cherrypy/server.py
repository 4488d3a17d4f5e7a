"""CherryPy on its own server, cheroot: one exposed handler for each endpoint."""

import sys
from pathlib import Path

# Not its parent, which holds folders named like installed modules (this one is called cherrypy).
sys.path.insert(1, str(Path(__file__).resolve().parent.parent / "common"))

import cherrypy  # noqa: E402
from bench_cherrypy import body_of, own_pages, requests, serve, upload_of  # noqa: E402
from bench_contract import json_bytes  # noqa: E402
from bench_down_threads import down  # noqa: E402
from bench_echo import echo  # noqa: E402
from bench_endpoints import BAD_REQUEST, NOT_ALLOWED, NOT_FOUND  # noqa: E402
from bench_endpoints import delay, delay_ms, json_page, method_of, plaintext  # noqa: E402
from bench_threads import pause  # noqa: E402


def respond(answer):
    status, value = answer
    is_text = isinstance(value, str)
    response = cherrypy.response
    response.status = status
    response.headers["Server"] = "bench"
    response.headers["Content-Type"] = "text/plain; charset=utf-8" if is_text else "application/json"
    return value.encode() if is_text else json_bytes(value)


def page(endpoint, read=body_of):
    """endpoint is called with the query and the body, which is what `read` makes of a request."""

    @cherrypy.expose
    def handle(*rest, **params):
        request = cherrypy.request
        requests.add()
        try:
            body = b"" if request.method in ("GET", "HEAD") else read(request)
        except ValueError:
            cherrypy.response.headers["Connection"] = "close"
            return respond(BAD_REQUEST)
        if endpoint is None or rest or request.path_info.endswith("/"):
            return respond(NOT_FOUND)
        if request.method != method_of(request.path_info):
            cherrypy.response.headers["Allow"] = method_of(request.path_info)
            return respond(NOT_ALLOWED)
        return respond(endpoint(request.query_string.encode(), body))

    return handle


def delay_page(query, body):
    answer = delay(query)
    pause(delay_ms(answer))
    return answer


@cherrypy.expose
def own_page(**params):
    return respond((200, own_pages[cherrypy.request.path_info]()))


class Root:
    plaintext = staticmethod(page(lambda query, body: plaintext(query)))
    json = staticmethod(page(lambda query, body: json_page(query)))
    delay = staticmethod(page(delay_page))
    down = staticmethod(page(lambda query, body: down(query)))
    echo = staticmethod(page(lambda query, body: echo(body)))
    upload = staticmethod(page(lambda query, body: body.answer(), upload_of))
    default = staticmethod(page(None))  # CherryPy's name for what is found nowhere else


root = Root()
root.__dict__.update({"__info": own_page, "__stats": own_page})

if __name__ == "__main__":
    serve(root)
