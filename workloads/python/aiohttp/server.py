"""aiohttp on uvloop."""

import sys
from pathlib import Path

# Not its parent, which holds folders named like installed modules (this one is called aiohttp).
sys.path.insert(1, str(Path(__file__).resolve().parent.parent / "common"))

from aiohttp import web  # noqa: E402
from bench_aiohttp import in_pieces, query_of, serve  # noqa: E402
from bench_aiohttp_down import down, session_of  # noqa: E402
from bench_aiohttp_routes import SERVER, served  # noqa: E402
from bench_aiohttp_websocket import CONVERSATIONS  # noqa: E402
from bench_compute import cpu, mixed  # noqa: E402
from bench_contract import json_bytes  # noqa: E402
from bench_delay_asyncio import delay  # noqa: E402
from bench_echo import MAX_ECHO, echo  # noqa: E402
from bench_endpoints import TOO_LARGE, json_page, plaintext  # noqa: E402
from bench_file import file  # noqa: E402
from bench_pieces import Body, sse, stream  # noqa: E402
from bench_upload import upload  # noqa: E402


def respond(answer):
    served.requests += 1
    status, value = answer
    if isinstance(value, Body):
        return in_pieces(value)
    if isinstance(value, str):
        return web.Response(text=value, status=status, headers=SERVER)
    return web.json_bytes_response(value, dumps=json_bytes, status=status, headers=SERVER)


def at_once(endpoint):
    async def page(request):
        return respond(endpoint(request))

    return page


def awaited(endpoint):
    async def page(request):
        return respond(await endpoint(request))

    return page


def file_answer(request):
    return file(request.match_info["name"], request.headers.get("Range", ""))


async def echo_page(request):
    try:
        return respond(echo(await request.read()))
    except web.HTTPRequestEntityTooLarge:
        return respond(TOO_LARGE)


app = web.Application(client_max_size=MAX_ECHO)
app.cleanup_ctx.append(session_of)
app.add_routes(
    [
        web.get("/plaintext", at_once(lambda request: plaintext(query_of(request)))),
        web.get("/json", at_once(lambda request: json_page(query_of(request)))),
        web.get("/delay", awaited(lambda request: delay(query_of(request)))),
        web.get("/down", awaited(lambda request: down(app, query_of(request)))),
        web.post("/echo", echo_page),
        web.post("/upload", awaited(lambda request: upload(request.content.iter_any(), request.content_length))),
        web.get("/cpu/{kernel}", at_once(lambda request: cpu(request.match_info["kernel"], query_of(request)))),
        web.get("/mixed/{kernel}", at_once(lambda request: mixed(request.match_info["kernel"], query_of(request)))),
        web.get("/sse", at_once(lambda request: sse(query_of(request)))),
        web.get("/stream", at_once(lambda request: stream(query_of(request)))),
        web.get("/file/{name}", at_once(file_answer)),
        *CONVERSATIONS,
    ]
)

if __name__ == "__main__":
    serve(app)
