"""aiohttp on uvloop."""

import sys
from functools import partial
from pathlib import Path

# Not its parent, which holds folders named like installed modules (this one is called aiohttp).
sys.path.insert(1, str(Path(__file__).resolve().parent.parent / "common"))

from aiohttp import web  # noqa: E402
from bench_aiohttp import pour, serve, served  # noqa: E402
from bench_aiohttp_down import down, session_of  # noqa: E402
from bench_aiohttp_websocket import echo as echo_messages, game, is_game, is_upgrade, room  # noqa: E402
from bench_compute import KERNELS, cpu, mixed  # noqa: E402
from bench_contract import json_bytes  # noqa: E402
from bench_echo import MAX_ECHO, echo  # noqa: E402
from bench_endpoints import BAD_REQUEST, NOT_ALLOWED, NOT_FOUND, TOO_LARGE  # noqa: E402
from bench_endpoints import delay, delay_ms, json_page, method_of, plaintext  # noqa: E402
from bench_event_loop import pause  # noqa: E402
from bench_file import file  # noqa: E402
from bench_pieces import Body, sse, stream  # noqa: E402
from bench_rooms import NAME  # noqa: E402
from bench_upload import upload_of  # noqa: E402

SERVER = {"Server": "bench"}


def respond(answer, headers=SERVER):
    served.requests += 1
    status, value = answer
    if isinstance(value, str):
        return web.Response(text=value, status=status, headers=headers)
    return web.json_bytes_response(value, dumps=json_bytes, status=status, headers=headers)


def from_query(endpoint):
    async def page(request):
        return respond(endpoint(request.rel_url.raw_query_string.encode()))

    return page


def in_pieces(endpoint):
    async def page(request):
        answer = endpoint(request)
        return await pour(request, answer[1]) if isinstance(answer[1], Body) else respond(answer)

    return page


def from_body(endpoint):
    async def page(request):
        try:
            return respond(endpoint(await request.read()))
        except web.HTTPRequestEntityTooLarge:
            return respond(TOO_LARGE)

    return page


async def delay_page(request):
    answer = delay(request.rel_url.raw_query_string.encode())
    await pause(delay_ms(answer))
    return respond(answer)


async def upload_page(request):
    return respond((await upload_of(request.content.iter_any(), request.headers.get("Content-Length"))).answer())


async def down_page(request):
    return respond(await down(app, request.rel_url.raw_query_string.encode()))


def upgraded(conversation, fits=is_upgrade):
    async def page(request):
        if not fits(request):
            return respond(BAD_REQUEST)
        served.requests += 1
        return await conversation(request)

    return page


async def own_page(request):
    return web.json_bytes_response(served.own_pages[request.path](request), dumps=json_bytes, headers=SERVER)


async def not_found(request):
    return respond(NOT_FOUND)


async def not_allowed(request):
    return respond(NOT_ALLOWED, {**SERVER, "Allow": method_of(request.path)})


def route(path, page):
    resource = app.router.add_resource(path)
    resource.add_route(method_of(path), page)
    resource.add_route("*", not_allowed)


app = web.Application(client_max_size=MAX_ECHO)
app.cleanup_ctx.append(session_of)
route("/plaintext", from_query(plaintext))
route("/json", from_query(json_page))
route("/delay", delay_page)
route("/down", down_page)
route("/echo", from_body(echo))
route("/upload", upload_page)
for kernel in KERNELS:
    route(f"/cpu/{kernel}", from_query(partial(cpu, kernel)))
    route(f"/mixed/{kernel}", from_query(partial(mixed, kernel)))
route("/sse", in_pieces(lambda request: sse(request.rel_url.raw_query_string.encode())))
route("/stream", in_pieces(lambda request: stream(request.rel_url.raw_query_string.encode())))
route("/file/{name}", in_pieces(lambda request: file(request.match_info["name"], request.headers.get("Range", ""))))
route("/__info", own_page)
route("/__stats", own_page)
route("/ws/echo", upgraded(echo_messages))
route("/ws/room/{name:" + NAME + "}", upgraded(room))
route("/ws/game", upgraded(game, is_game))
app.router.add_route("*", "/{unknown:.*}", not_found)

if __name__ == "__main__":
    serve(app)
