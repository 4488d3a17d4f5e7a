"""The WebSocket endpoints by aiohttp's own implementation."""

import asyncio
import sys
from functools import partial

from aiohttp import WSMsgType, web
from aiohttp.client_exceptions import ClientConnectionResetError
from aiohttp.http_websocket import WebSocketReader
from bench_aiohttp_routes import refuse, served
from bench_endpoints import BAD_REQUEST, game_hz
from bench_games import Game
from bench_gatherings import MAX_MESSAGE, MOST_WAITING, POLICY_VIOLATION, TRY_AGAIN_LATER, Gatherings
from bench_rooms import NAME, Room

# aiohttp falls back to Python without a word.
WS_IMPL = "aiohttp" if WebSocketReader.__module__.endswith("reader_c") else "aiohttp-python"


def _hz(request):
    return game_hz(request.rel_url.raw_query_string.encode())


def _is_upgrade(request):
    return web.WebSocketResponse().can_prepare(request).ok


def _is_game(request):
    return _is_upgrade(request) and _hz(request) is not None


async def _accept(request, **limits):
    # aiohttp refuses what is just as long as allowed, the others do not.
    ws = web.WebSocketResponse(compress=False, max_msg_size=MAX_MESSAGE + 1, **limits)
    await ws.prepare(request)
    return ws


async def _echo(request):
    ws = await _accept(request)
    async for message in ws:
        if message.type is WSMsgType.TEXT:
            await ws.send_str(message.data)
        elif message.type is WSMsgType.BINARY:
            await ws.send_bytes(message.data)
    return ws


class _Member:
    def __init__(self, ws, transport):
        self.ws = ws
        self.transport = transport

    async def deliver(self, payload):
        """False if it has fallen behind too far, or has gone."""
        if self.transport.get_write_buffer_size() + len(payload) > MOST_WAITING:
            return False
        try:
            await self.ws.send_frame(payload, WSMsgType.TEXT)
        except ClientConnectionResetError:
            return False
        return True


_tasks = set()  # asyncio itself keeps none alive


def _begin(coroutine):
    task = asyncio.create_task(coroutine)
    _tasks.add(task)
    task.add_done_callback(_tasks.discard)


async def _deliver_to_all(gathering, text):
    payload = text.encode()
    for number, member in tuple(gathering.members.items()):
        if not await member.deliver(payload):
            gathering.leave(number)
            _begin(member.ws.close(code=TRY_AGAIN_LATER, drain=False))  # it waits for the peer's answer


_rooms = Gatherings(Room)
_games = Gatherings(Game, lambda game: _begin(game.run(partial(_deliver_to_all, game))))


async def _take_part(gatherings, name, request):
    # Without a limit sending never waits, so nothing comes between two members' copies of a delivery;
    # how much may wait is looked at before.
    ws = await _accept(request, writer_limit=sys.maxsize)
    gathering, number = gatherings.enter(name, _Member(ws, request.transport))
    try:
        async for message in ws:
            if number not in gathering.members:
                continue  # it is being closed
            text = gathering.hear(number, message.data if message.type is WSMsgType.TEXT else None)
            if text is None:
                gathering.leave(number)
                await ws.close(code=POLICY_VIOLATION)
            elif text:
                await _deliver_to_all(gathering, text)
    finally:
        gatherings.leave(name, gathering, number)
    return ws


async def _room(request):
    return await _take_part(_rooms, request.match_info["name"], request)


async def _game(request):
    return await _take_part(_games, _hz(request), request)


def _upgraded(conversation, fits=_is_upgrade):
    async def page(request):
        if not fits(request):
            return refuse(BAD_REQUEST)
        served.requests += 1
        return await conversation(request)

    return page


CONVERSATIONS = [
    web.get("/ws/echo", _upgraded(_echo), allow_head=False),
    web.get("/ws/room/{name:" + NAME + "}", _upgraded(_room), allow_head=False),
    web.get("/ws/game", _upgraded(_game, _is_game), allow_head=False),
]
