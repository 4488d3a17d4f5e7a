"""Starlette on uvicorn: one Route for each endpoint."""

import sys
from pathlib import Path

# Not its parent, which holds folders named like installed modules (this one is called starlette).
sys.path.insert(1, str(Path(__file__).resolve().parent.parent / "common"))

from bench_asgi import Counted  # noqa: E402
from bench_compute import cpu, mixed  # noqa: E402
from bench_delay_asyncio import delay  # noqa: E402
from bench_down_asyncio import down  # noqa: E402
from bench_echo import echo  # noqa: E402
from bench_endpoints import json_page, plaintext  # noqa: E402
from bench_event_loop import cpu_off_awaited as cpu_off  # noqa: E402
from bench_file import file  # noqa: E402
from bench_pieces import sse, stream  # noqa: E402
from bench_starlette import own_page, refused, respond  # noqa: E402
from bench_starlette_websocket import CONVERSATIONS  # noqa: E402
from bench_upload import upload  # noqa: E402
from bench_uvicorn import serve  # noqa: E402
from starlette.applications import Starlette  # noqa: E402
from starlette.exceptions import HTTPException  # noqa: E402
from starlette.routing import Route  # noqa: E402


def at_once(endpoint):
    async def page(request):
        return respond(endpoint(request))

    return page


def awaited(endpoint):
    async def page(request):
        return respond(await endpoint(request))

    return page


def query_of(request):
    return request.scope["query_string"]


async def echo_page(request):
    return respond(echo(await request.body()))


async def upload_page(request):
    return respond(await upload(request.stream(), request.headers.get("Content-Length")))


routes = [
    Route("/plaintext", at_once(lambda request: plaintext(query_of(request)))),
    Route("/json", at_once(lambda request: json_page(query_of(request)))),
    Route("/delay", awaited(lambda request: delay(query_of(request)))),
    Route("/down", awaited(lambda request: down(query_of(request)))),
    Route("/echo", echo_page, methods=["POST"]),
    Route("/upload", upload_page, methods=["POST"]),
    Route("/cpu/{kernel}", at_once(lambda request: cpu(request.path_params["kernel"], query_of(request)))),
    Route("/cpu_off/{kernel}", awaited(lambda request: cpu_off(request.path_params["kernel"], query_of(request)))),
    Route("/mixed/{kernel}", at_once(lambda request: mixed(request.path_params["kernel"], query_of(request)))),
    Route("/sse", at_once(lambda request: sse(query_of(request)))),
    Route("/stream", at_once(lambda request: stream(query_of(request)))),
    Route("/file/{name}", at_once(lambda request: file(request.path_params["name"], request.headers.get("range", "")))),
    Route("/__info", own_page),
    Route("/__stats", own_page),
    *CONVERSATIONS,
]
starlette = Starlette(routes=routes, exception_handlers={HTTPException: refused})
starlette.router.redirect_slashes = False  # an unknown path is a 404 here, not a redirect

if __name__ == "__main__":
    serve(Counted(starlette), stack="python/starlette", debug=starlette.debug, ws="websockets-sansio")
