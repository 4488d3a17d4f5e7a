"""Django on gunicorn's gthread worker."""

import sys
from functools import partial
from pathlib import Path

sys.path.insert(1, str(Path(__file__).resolve().parent.parent / "common"))

import django  # noqa: E402
from bench_compute import KERNELS, cpu, mixed  # noqa: E402
from bench_delay_threads import delay  # noqa: E402
from bench_django import Handler, configure, not_allowed, not_found, query_of, respond  # noqa: E402
from bench_down_threads import down  # noqa: E402
from bench_echo import echo  # noqa: E402
from bench_endpoints import BAD_REQUEST, json_page, method_of, plaintext  # noqa: E402
from bench_file import file  # noqa: E402
from bench_gunicorn import MalformedBody, serve  # noqa: E402
from bench_pieces import sse, stream  # noqa: E402
from bench_threads import pieces_of  # noqa: E402
from bench_upload import upload_from  # noqa: E402
from bench_wsgi import Counted  # noqa: E402
from django.conf import settings  # noqa: E402
from django.urls import path  # noqa: E402


def from_query(endpoint):
    return lambda request: respond(endpoint(query_of(request)), pieces_of=pieces_of)


def from_body(endpoint):
    def page(request):
        try:
            return respond(endpoint(request))
        except MalformedBody:
            return respond(BAD_REQUEST)

    return page


def file_page(request, name):
    return respond(file(name, request.headers.get("Range", "")), pieces_of=pieces_of)


def own_page(request):
    return respond((200, app.own_page(request.path.encode())))


def route(name, view):
    def page(request, **names):
        return view(request, **names) if request.method == method_of(request.path) else not_allowed(request)

    return path(name, page)


urlpatterns = [
    route("plaintext", from_query(plaintext)),
    route("json", from_query(json_page)),
    route("delay", from_query(delay)),
    route("down", from_query(down)),
    route("echo", from_body(lambda request: echo(request.body))),
    route("upload", from_body(lambda request: upload_from(request.read, request.META.get("CONTENT_LENGTH")).answer())),
    *(route(f"cpu/{kernel}", from_query(partial(cpu, kernel))) for kernel in KERNELS),
    *(route(f"mixed/{kernel}", from_query(partial(mixed, kernel))) for kernel in KERNELS),
    route("sse", from_query(sse)),
    route("stream", from_query(stream)),
    route("file/<name>", file_page),
    route("__info", own_page),
    route("__stats", own_page),
]
handler404 = not_found

if __name__ == "__main__":
    configure()
    django.setup()
    app = Counted(Handler())
    serve(app, stack="python/django-wsgi", debug=settings.DEBUG)
