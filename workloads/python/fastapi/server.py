"""FastAPI on uvicorn: async path operations, POST /echo validated by pydantic."""

import sys
from pathlib import Path

# Not its parent, which holds folders named like installed modules (this one is called fastapi).
sys.path.insert(1, str(Path(__file__).resolve().parent.parent / "common"))

from bench_asgi import Counted  # noqa: E402
from bench_compute import cpu, mixed  # noqa: E402
from bench_delay_asyncio import delay  # noqa: E402
from bench_down_asyncio import down  # noqa: E402
from bench_echo import fitting  # noqa: E402
from bench_endpoints import json_page, plaintext  # noqa: E402
from bench_event_loop import cpu_off_awaited  # noqa: E402
from bench_fastapi import Order, StrictRoute  # noqa: E402
from bench_fastapi_refusals import REFUSALS  # noqa: E402
from bench_file import file  # noqa: E402
from bench_pieces import sse, stream  # noqa: E402
from bench_starlette import own_page, respond  # noqa: E402
from bench_starlette_websocket import CONVERSATIONS  # noqa: E402
from bench_upload import upload  # noqa: E402
from bench_uvicorn import serve  # noqa: E402
from fastapi import FastAPI, Request  # noqa: E402


def from_query(endpoint):
    async def page(request: Request):
        return respond(endpoint(request.scope["query_string"]))

    return page


def awaited(endpoint):
    async def page(request: Request):
        return respond(await endpoint(request))

    return page


def of_kernel(endpoint):
    async def page(kernel: str, request: Request):
        return respond(endpoint(kernel, request.scope["query_string"]))

    return page


async def cpu_off_page(kernel: str, request: Request):
    return respond(await cpu_off_awaited(kernel, request.scope["query_string"]))


async def file_page(name: str, request: Request):
    return respond(file(name, request.headers.get("range", "")))


async def echo(order: Order):
    return respond(fitting(order.id, order.name, order.tags, order.cents))


# Without a redirect an unknown path is a 404.
fastapi = FastAPI(openapi_url=None, redirect_slashes=False, strict_content_type=False, exception_handlers=REFUSALS)
fastapi.get("/plaintext")(from_query(plaintext))
fastapi.get("/json")(from_query(json_page))
fastapi.get("/delay")(awaited(lambda request: delay(request.scope["query_string"])))
fastapi.get("/down")(awaited(lambda request: down(request.scope["query_string"])))
fastapi.router.add_api_route("/echo", echo, methods=["POST"], route_class_override=StrictRoute)
fastapi.post("/upload")(awaited(lambda request: upload(request.stream(), request.headers.get("Content-Length"))))
fastapi.get("/cpu/{kernel}")(of_kernel(cpu))
fastapi.get("/cpu_off/{kernel}")(cpu_off_page)
fastapi.get("/mixed/{kernel}")(of_kernel(mixed))
fastapi.get("/sse")(from_query(sse))
fastapi.get("/stream")(from_query(stream))
fastapi.get("/file/{name}")(file_page)
fastapi.get("/__info")(own_page)
fastapi.get("/__stats")(own_page)
fastapi.router.routes += CONVERSATIONS

if __name__ == "__main__":
    serve(Counted(fastapi), stack="python/fastapi", debug=fastapi.debug, ws="websockets-sansio")
