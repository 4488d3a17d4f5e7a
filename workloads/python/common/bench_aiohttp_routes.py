"""What an aiohttp application has beside its rows: the /__ pages, and refusals, which aiohttp itself raises as
exceptions. Here they are routes."""

from aiohttp import web
from bench_contract import json_bytes
from bench_endpoints import NOT_ALLOWED, NOT_FOUND, method_of
from bench_event_loop import Served

SERVER = {"Server": "bench"}

served = Served()


def refuse(answer, **fields):
    served.requests += 1
    status, text = answer
    return web.Response(text=text, status=status, headers={**SERVER, **fields})


async def _own_page(request):
    return web.json_bytes_response(served.own_pages[request.path](request), dumps=json_bytes, headers=SERVER)


async def _not_found(request):
    return refuse(NOT_FOUND)


async def _not_allowed(request):
    return refuse(NOT_ALLOWED, Allow=method_of(request.path))


def complete(app):
    """To be called when it has its rows, and served its pages."""
    for path in served.own_pages:
        app.router.add_get(path, _own_page)
    for resource in app.router.resources():
        resource.add_route("*", _not_allowed)
    app.router.add_route("*", "/{unknown:.*}", _not_found)
