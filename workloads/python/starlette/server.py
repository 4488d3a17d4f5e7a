"""Starlette on uvicorn: one Route for each endpoint."""

import sys
from pathlib import Path

# Not its parent, which holds folders named like installed modules (this one is called starlette).
sys.path.insert(1, str(Path(__file__).resolve().parent.parent / "common"))

from bench_asgi import Counted  # noqa: E402
from bench_asgi_websocket import converse, is_conversation  # noqa: E402
from bench_compute import cpu, mixed  # noqa: E402
from bench_down_asyncio import down  # noqa: E402
from bench_echo import echo  # noqa: E402
from bench_endpoints import BAD_REQUEST, NOT_ALLOWED, NOT_FOUND  # noqa: E402
from bench_endpoints import delay, delay_ms, json_page, method_of, plaintext  # noqa: E402
from bench_event_loop import cpu_off_awaited, pause  # noqa: E402
from bench_file import file  # noqa: E402
from bench_pieces import Body, sse, stream  # noqa: E402
from bench_starlette import in_pieces  # noqa: E402
from bench_upload import upload_of  # noqa: E402
from bench_uvicorn import serve  # noqa: E402
from starlette.applications import Starlette  # noqa: E402
from starlette.responses import JSONResponse, PlainTextResponse  # noqa: E402
from starlette.routing import Route, WebSocketRoute  # noqa: E402


def respond(answer, headers=None):
    status, value = answer
    if isinstance(value, Body):
        return in_pieces(value)
    response = PlainTextResponse if isinstance(value, str) else JSONResponse
    return response(value, status, headers)


def from_query(endpoint):
    async def page(request):
        return respond(endpoint(request.scope["query_string"]))

    return page


def from_body(endpoint):
    async def page(request):
        return respond(endpoint(await request.body()))

    return page


async def down_page(request):
    return respond(await down(request.scope["query_string"]))


def of_kernel(endpoint):
    async def page(request):
        return respond(endpoint(request.path_params["kernel"], request.scope["query_string"]))

    return page


async def cpu_off_page(request):
    return respond(await cpu_off_awaited(request.path_params["kernel"], request.scope["query_string"]))


async def file_page(request):
    return respond(file(request.path_params["name"], request.headers.get("range", "")))


async def delay_page(request):
    answer = delay(request.scope["query_string"])
    await pause(delay_ms(answer))
    return respond(answer)


async def upload_page(request):
    return respond((await upload_of(request.stream(), request.headers.get("Content-Length"))).answer())


async def talk(websocket):
    await converse(websocket.scope, websocket.receive, websocket.send)


async def without_upgrade(request):
    return respond(BAD_REQUEST if is_conversation(request.scope["raw_path"]) else NOT_FOUND)


async def own_page(request):
    return JSONResponse(app.own_page(request.scope["raw_path"]))


async def not_found(request, error):
    return respond(NOT_FOUND)


async def not_allowed(request, error):
    return respond(NOT_ALLOWED, {"Allow": method_of(request.scope["path"])})


starlette = Starlette(
    routes=[
        Route("/plaintext", from_query(plaintext)),
        Route("/json", from_query(json_page)),
        Route("/delay", delay_page),
        Route("/down", down_page),
        Route("/echo", from_body(echo), methods=["POST"]),
        Route("/upload", upload_page, methods=["POST"]),
        Route("/cpu/{kernel}", of_kernel(cpu)),
        Route("/cpu_off/{kernel}", cpu_off_page),
        Route("/mixed/{kernel}", of_kernel(mixed)),
        Route("/sse", from_query(sse)),
        Route("/stream", from_query(stream)),
        Route("/file/{name}", file_page),
        Route("/__info", own_page),
        Route("/__stats", own_page),
        WebSocketRoute("/ws/echo", talk),
        WebSocketRoute("/ws/room/{name}", talk),
        WebSocketRoute("/ws/game", talk),
        Route("/ws/echo", without_upgrade),
        Route("/ws/room/{name}", without_upgrade),
        Route("/ws/game", without_upgrade),
    ],
    exception_handlers={404: not_found, 405: not_allowed},
)
starlette.router.redirect_slashes = False  # an unknown path is a 404 here, not a redirect
app = Counted(starlette)

if __name__ == "__main__":
    serve(app, stack="python/starlette", debug=starlette.debug, ws="websockets-sansio")
