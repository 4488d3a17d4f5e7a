"""The WebSocket endpoints as routes of Starlette, which FastAPI takes as well."""

from bench_asgi_websocket import converse, is_conversation
from bench_endpoints import BAD_REQUEST, NOT_FOUND
from bench_starlette import respond
from starlette.routing import Route, WebSocketRoute


async def _talk(websocket):
    await converse(websocket.scope, websocket.receive, websocket.send)


async def _without_upgrade(request):
    return respond(BAD_REQUEST if is_conversation(request.scope["raw_path"]) else NOT_FOUND)


_PATHS = ("/ws/echo", "/ws/room/{name}", "/ws/game")

CONVERSATIONS = [WebSocketRoute(path, _talk) for path in _PATHS] + [Route(path, _without_upgrade) for path in _PATHS]
