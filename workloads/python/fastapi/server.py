"""FastAPI on uvicorn: async path operations, POST /echo validated by pydantic."""

import sys
from pathlib import Path

# Not its parent, which holds folders named like installed modules (this one is called fastapi).
sys.path.insert(1, str(Path(__file__).resolve().parent.parent / "common"))

from bench_asgi import Counted  # noqa: E402
from bench_asgi_websocket import converse, is_conversation  # noqa: E402
from bench_compute import cpu, mixed  # noqa: E402
from bench_down_asyncio import down  # noqa: E402
from bench_echo import fitting  # noqa: E402
from bench_endpoints import BAD_REQUEST, NOT_FOUND, delay, delay_ms, json_page, method_of, plaintext  # noqa: E402
from bench_event_loop import cpu_off_awaited, pause  # noqa: E402
from bench_fastapi import Order, StrictRoute, misfit_of  # noqa: E402
from bench_file import file  # noqa: E402
from bench_pieces import Body, sse, stream  # noqa: E402
from bench_starlette import in_pieces  # noqa: E402
from bench_upload import upload_of  # noqa: E402
from bench_uvicorn import serve  # noqa: E402
from fastapi import FastAPI, Request, WebSocket  # noqa: E402
from fastapi.exceptions import RequestValidationError  # noqa: E402
from fastapi.responses import JSONResponse, PlainTextResponse  # noqa: E402
from starlette.exceptions import HTTPException  # noqa: E402


def respond(answer, headers=None):
    status, value = answer
    if isinstance(value, Body):
        return in_pieces(value)
    response = PlainTextResponse if isinstance(value, str) else JSONResponse
    return response(value, status, headers)


def from_query(endpoint):
    async def page(request: Request):
        return respond(endpoint(request.scope["query_string"]))

    return page


async def delay_page(request: Request):
    answer = delay(request.scope["query_string"])
    await pause(delay_ms(answer))
    return respond(answer)


async def down_page(request: Request):
    return respond(await down(request.scope["query_string"]))


def of_kernel(endpoint):
    async def page(kernel: str, request: Request):
        return respond(endpoint(kernel, request.scope["query_string"]))

    return page


async def file_page(name: str, request: Request):
    return respond(file(name, request.headers.get("range", "")))


async def cpu_off_page(kernel: str, request: Request):
    return respond(await cpu_off_awaited(kernel, request.scope["query_string"]))


async def echo(order: Order):
    return respond(fitting(order.id, order.name, order.tags, order.cents))


async def upload(request: Request):
    return respond((await upload_of(request.stream(), request.headers.get("Content-Length"))).answer())


async def talk(websocket: WebSocket):
    await converse(websocket.scope, websocket.receive, websocket.send)


async def without_upgrade(request: Request):
    return respond(BAD_REQUEST if is_conversation(request.scope["raw_path"]) else NOT_FOUND)


async def own_page(request: Request):
    return JSONResponse(app.own_page(request.scope["raw_path"]))


async def refused(request, error):
    allow = {"Allow": method_of(request.scope["path"])} if error.status_code == 405 else None
    return respond((error.status_code, error.detail), allow)


async def unfit(request, error):
    return respond(misfit_of(error.errors()))


fastapi = FastAPI(
    openapi_url=None,
    redirect_slashes=False,  # an unknown path is a 404 here, not a redirect
    strict_content_type=False,
    exception_handlers={HTTPException: refused, RequestValidationError: unfit},
)
fastapi.get("/plaintext")(from_query(plaintext))
fastapi.get("/json")(from_query(json_page))
fastapi.get("/delay")(delay_page)
fastapi.get("/down")(down_page)
fastapi.router.add_api_route("/echo", echo, methods=["POST"], route_class_override=StrictRoute)
fastapi.post("/upload")(upload)
fastapi.get("/cpu/{kernel}")(of_kernel(cpu))
fastapi.get("/cpu_off/{kernel}")(cpu_off_page)
fastapi.get("/mixed/{kernel}")(of_kernel(mixed))
fastapi.get("/sse")(from_query(sse))
fastapi.get("/stream")(from_query(stream))
fastapi.get("/file/{name}")(file_page)
fastapi.get("/__info")(own_page)
fastapi.get("/__stats")(own_page)
for path in ("/ws/echo", "/ws/room/{name}", "/ws/game"):
    fastapi.websocket(path)(talk)
    fastapi.get(path)(without_upgrade)
app = Counted(fastapi)

if __name__ == "__main__":
    serve(app, stack="python/fastapi", debug=fastapi.debug, ws="websockets-sansio")
