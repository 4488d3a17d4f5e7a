"""py4web, the successor of web2py, on gunicorn's gthread worker."""

import sys
from functools import partial
from pathlib import Path

# Not its parent, which holds folders named like installed modules (this one is called py4web).
sys.path.insert(1, str(Path(__file__).resolve().parent.parent / "common"))

import ombott  # noqa: E402
from bench_compute import KERNELS, cpu, mixed  # noqa: E402
from bench_contract import json_bytes  # noqa: E402
from bench_down_threads import down  # noqa: E402
from bench_echo import MAX_ECHO, echo  # noqa: E402
from bench_endpoints import BAD_REQUEST, NOT_ALLOWED, NOT_FOUND  # noqa: E402
from bench_endpoints import delay, delay_ms, json_page, method_of, plaintext  # noqa: E402
from bench_gunicorn import MalformedBody, serve  # noqa: E402
from bench_threads import pause  # noqa: E402
from bench_upload import upload_from  # noqa: E402
from bench_wsgi import Counted  # noqa: E402
from py4web import action, request, response  # noqa: E402


def respond(answer):
    status, value = answer
    is_text = isinstance(value, str)
    response.status = status
    response.headers["Content-Type"] = "text/plain; charset=utf-8" if is_text else "application/json"
    return value.encode() if is_text else json_bytes(value)


def query():
    return request.environ["QUERY_STRING"].encode()


def from_query(endpoint):
    return lambda: respond(endpoint(query()))


def from_body(endpoint):
    def page():
        try:
            # Not request.body: that takes the chunks apart which gunicorn has taken apart already.
            return respond(endpoint(request.environ["wsgi.input"].read))
        except MalformedBody:
            return respond(BAD_REQUEST)

    return page


def upload(read):
    return upload_from(read, request.environ.get("CONTENT_LENGTH")).answer()


def delay_page():
    answer = delay(query())
    pause(delay_ms(answer))
    return respond(answer)


def exactly(path, page):
    # ombott takes a longer path with a slash behind it for the same path.
    return lambda: page() if request.path == path else respond(NOT_FOUND)


def own_page():
    return respond((200, app.own_page(request.path.encode())))


def not_allowed(error):
    response.headers["Allow"] = method_of(request.path)
    return respond(NOT_ALLOWED)


def route(path, page):
    # py4web records for its dashboard where in the folder of applications a page comes from.
    page.__module__ = "apps._default"
    action(path, method=method_of(path))(page)


route("/plaintext", from_query(plaintext))
route("/json", from_query(json_page))
route("/delay", delay_page)
route("/down", from_query(down))
route("/echo", from_body(lambda read: echo(read(MAX_ECHO + 1))))
route("/upload", from_body(upload))
for kernel in KERNELS:
    route(f"/cpu/{kernel}", exactly(f"/cpu/{kernel}", from_query(partial(cpu, kernel))))
    route(f"/mixed/{kernel}", exactly(f"/mixed/{kernel}", from_query(partial(mixed, kernel))))
route("/__info", own_page)
route("/__stats", own_page)
ombott.default_app().error(404)(lambda error: respond(NOT_FOUND))
ombott.default_app().error(405)(not_allowed)
app = Counted(ombott.default_app())

if __name__ == "__main__":
    serve(app, stack="python/py4web")
