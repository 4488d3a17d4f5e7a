"""py4web, the successor of web2py, on gunicorn's gthread worker."""

import sys
from functools import partial
from pathlib import Path

# Not its parent, which holds folders named like installed modules (this one is called py4web).
sys.path.insert(1, str(Path(__file__).resolve().parent.parent / "common"))

import ombott  # noqa: E402
from bench_compute import KERNELS, cpu, mixed  # noqa: E402
from bench_contract import json_bytes  # noqa: E402
from bench_delay_threads import delay  # noqa: E402
from bench_down_threads import down  # noqa: E402
from bench_echo import MAX_ECHO, echo  # noqa: E402
from bench_endpoints import NOT_ALLOWED, NOT_FOUND, json_page, method_of, plaintext  # noqa: E402
from bench_file import file  # noqa: E402
from bench_gunicorn import serve  # noqa: E402
from bench_pieces import Body, sse, stream  # noqa: E402
from bench_py4web import body_answer, exactly, route  # noqa: E402
from bench_threads import pieces_of  # noqa: E402
from bench_upload import upload_wsgi  # noqa: E402
from bench_wsgi import Counted  # noqa: E402
from py4web import request, response  # noqa: E402


def respond(answer):
    status, value = answer
    response.status = status
    if isinstance(value, Body):
        response.headers.update({"Content-Type": value.content_type, **value.fields})
        return pieces_of(value)
    is_text = isinstance(value, str)
    response.headers["Content-Type"] = "text/plain; charset=utf-8" if is_text else "application/json"
    return value.encode() if is_text else json_bytes(value)


def from_query(endpoint):
    return lambda: respond(endpoint(request.environ["QUERY_STRING"].encode()))


def from_body(endpoint):
    return lambda: respond(body_answer(endpoint))


def not_found(error=None):
    return respond(NOT_FOUND)


def not_allowed(error):
    response.headers["Allow"] = method_of(request.path)
    return respond(NOT_ALLOWED)


route("/plaintext", from_query(plaintext))
route("/json", from_query(json_page))
route("/delay", from_query(delay))
route("/down", from_query(down))
route("/echo", from_body(lambda environ: echo(environ["wsgi.input"].read(MAX_ECHO + 1))))
route("/upload", from_body(upload_wsgi))
for kernel in KERNELS:
    route(f"/cpu/{kernel}", exactly(f"/cpu/{kernel}", from_query(partial(cpu, kernel)), not_found))
    route(f"/mixed/{kernel}", exactly(f"/mixed/{kernel}", from_query(partial(mixed, kernel)), not_found))
route("/sse", exactly("/sse", from_query(sse), not_found))
route("/stream", exactly("/stream", from_query(stream), not_found))
# Not its name: from that ombott has taken the slash behind it.
route("/file/<name>", lambda name: respond(file(request.path.removeprefix("/file/"), request.headers.get("Range", ""))))
route("/__info", lambda: respond((200, app.own_page(b"/__info"))))
route("/__stats", lambda: respond((200, app.own_page(b"/__stats"))))
ombott.default_app().error(404)(not_found)
ombott.default_app().error(405)(not_allowed)
app = Counted(ombott.default_app())

if __name__ == "__main__":
    serve(app, stack="python/py4web")
