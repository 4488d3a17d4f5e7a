"""The WebSocket endpoints by aiohttp's own implementation."""

import asyncio
import sys

from aiohttp import WSMsgType, web
from aiohttp.client_exceptions import ClientConnectionResetError
from aiohttp.http_websocket import WebSocketReader
from bench_rooms import MAX_MESSAGE, MOST_WAITING, POLICY_VIOLATION, TRY_AGAIN_LATER, enter, leave

# aiohttp falls back to Python without a word.
WS_IMPL = "aiohttp" if WebSocketReader.__module__.endswith("reader_c") else "aiohttp-python"


def is_upgrade(request):
    return web.WebSocketResponse().can_prepare(request).ok


async def _accept(request, **limits):
    # aiohttp refuses what is just as long as allowed, the others do not.
    ws = web.WebSocketResponse(compress=False, max_msg_size=MAX_MESSAGE + 1, **limits)
    await ws.prepare(request)
    return ws


async def echo(request):
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


_closing = set()  # asyncio itself keeps no task alive


def _close(ws, code):
    # It waits for the peer's answer, which a slow one may take long for.
    task = asyncio.create_task(ws.close(code=code, drain=False))
    _closing.add(task)
    task.add_done_callback(_closing.discard)


async def room(request):
    name = request.match_info["name"]
    # Without a limit sending never waits, so nothing comes between two members' copies of a delivery;
    # how much may wait is looked at before.
    ws = await _accept(request, writer_limit=sys.maxsize)
    entered, number = enter(name, _Member(ws, request.transport))
    try:
        async for message in ws:
            if number not in entered.members:
                continue  # it is being closed
            text = entered.delivery(number, message.data if message.type is WSMsgType.TEXT else None)
            if text is None:
                leave(name, entered, number)
                await ws.close(code=POLICY_VIOLATION)
            else:
                await _deliver_to_all(name, entered, text.encode())
    finally:
        leave(name, entered, number)
    return ws


async def _deliver_to_all(name, entered, payload):
    for number, member in tuple(entered.members.items()):
        if not await member.deliver(payload):
            leave(name, entered, number)
            _close(member.ws, TRY_AGAIN_LATER)
