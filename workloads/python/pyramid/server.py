"""Pyramid on gunicorn's gthread worker."""

import sys
from functools import partial
from pathlib import Path

# Not its parent, which holds folders named like installed modules (this one is called pyramid).
sys.path.insert(1, str(Path(__file__).resolve().parent.parent / "common"))

from bench_compute import KERNELS, cpu, mixed  # noqa: E402
from bench_delay_threads import delay  # noqa: E402
from bench_down_threads import down  # noqa: E402
from bench_echo import echo  # noqa: E402
from bench_endpoints import BAD_REQUEST, NOT_ALLOWED, NOT_FOUND, json_page, method_of, plaintext  # noqa: E402
from bench_file import file  # noqa: E402
from bench_gunicorn import MalformedBody, serve  # noqa: E402
from bench_pieces import Body, sse, stream  # noqa: E402
from bench_threads import pieces_of  # noqa: E402
from bench_upload import upload_wsgi  # noqa: E402
from bench_wsgi import Counted  # noqa: E402
from pyramid.config import Configurator  # noqa: E402
from pyramid.renderers import JSON  # noqa: E402
from pyramid.response import Response  # noqa: E402


def respond(request, answer):
    status, value = answer
    if isinstance(value, Body):
        fields = [("Content-Type", value.content_type), *value.fields.items()]
        return Response(app_iter=pieces_of(value), status=value.status, headerlist=fields)
    if isinstance(value, str):
        return Response(value, status, content_type="text/plain", charset="utf-8")
    request.response.status_int = status
    return value  # for the JSON renderer


def from_query(endpoint):
    return lambda request: respond(request, endpoint(request.query_string.encode()))


def file_page(request):
    return respond(request, file(request.matchdict["name"], request.headers.get("Range", "")))


def not_allowed(request):
    response = respond(request, NOT_ALLOWED)
    response.allow = [method_of(request.path_info)]
    return response


def route(path, view):
    config.add_route(path, path)
    config.add_view(view, route_name=path, request_method=method_of(path), renderer="json")
    config.add_view(not_allowed, route_name=path)


config = Configurator()
config.add_renderer("json", JSON(ensure_ascii=False, separators=(",", ":")))
route("/plaintext", from_query(plaintext))
route("/json", from_query(json_page))
route("/delay", from_query(delay))
route("/down", from_query(down))
route("/echo", lambda request: respond(request, echo(request.body)))
route("/upload", lambda request: respond(request, upload_wsgi(request.environ)))
for kernel in KERNELS:
    route(f"/cpu/{kernel}", from_query(partial(cpu, kernel)))
    route(f"/mixed/{kernel}", from_query(partial(mixed, kernel)))
route("/sse", from_query(sse))
route("/stream", from_query(stream))
route("/file/{name}", file_page)
route("/__info", lambda request: app.own_page(b"/__info"))
route("/__stats", lambda request: app.own_page(b"/__stats"))
config.add_notfound_view(lambda request: respond(request, NOT_FOUND))
config.add_exception_view(lambda request: respond(request, BAD_REQUEST), context=MalformedBody)
app = Counted(config.make_wsgi_app())

if __name__ == "__main__":
    serve(app, stack="python/pyramid")
