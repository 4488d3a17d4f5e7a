"""Django on uvicorn: async views."""

import sys
from functools import partial
from pathlib import Path

sys.path.insert(1, str(Path(__file__).resolve().parent.parent / "common"))

from bench_asgi import Counted, own_value  # noqa: E402
from bench_compute import KERNELS, cpu, mixed  # noqa: E402
from bench_delay_asyncio import delay  # noqa: E402
from bench_django import configure, not_allowed, not_found, query_of, respond  # noqa: E402
from bench_down_asyncio import down  # noqa: E402
from bench_echo import echo  # noqa: E402
from bench_endpoints import json_page, method_of, plaintext  # noqa: E402
from bench_event_loop import pieces_of  # noqa: E402
from bench_file import file  # noqa: E402
from bench_pieces import sse, stream  # noqa: E402
from bench_uvicorn import serve  # noqa: E402
from django.conf import settings  # noqa: E402
from django.core.asgi import get_asgi_application  # noqa: E402
from django.urls import path  # noqa: E402


def from_query(endpoint):
    async def page(request):
        return respond(endpoint(query_of(request)), pieces_of=pieces_of)

    return page


def awaited(endpoint):
    async def page(request):
        return respond(await endpoint(query_of(request)))

    return page


async def echo_page(request):
    return respond(echo(request.body))


async def file_page(request, name):
    return respond(file(name, request.headers.get("Range", "")), pieces_of=pieces_of)


async def own_page(request):
    return respond((200, own_value(request.scope)))


def route(name, view):
    async def page(request, **names):
        return await view(request, **names) if request.method == method_of(request.path) else not_allowed(request)

    return path(name, page)


urlpatterns = [
    route("plaintext", from_query(plaintext)),
    route("json", from_query(json_page)),
    route("delay", awaited(delay)),
    route("down", awaited(down)),
    route("echo", echo_page),
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
    serve(Counted(get_asgi_application()), stack="python/django-asgi", debug=settings.DEBUG)
