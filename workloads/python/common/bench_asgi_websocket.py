"""The WebSocket endpoints as ASGI conversations: receive and send are those of the server or of a framework."""

import asyncio
import re
from collections import deque
from functools import partial

from bench_endpoints import game_hz
from bench_games import Game
from bench_gatherings import MOST_WAITING, POLICY_VIOLATION, TRY_AGAIN_LATER, Gatherings
from bench_rooms import NAME, Room

_PATH = re.compile(rb"/ws/(?:echo|room/(" + NAME.encode() + rb")|(game))")


def is_conversation(raw_path):
    return _PATH.fullmatch(raw_path) is not None


async def _accept(receive, send):
    await receive()
    await send({"type": "websocket.accept"})


async def _close(send, code):
    await send({"type": "websocket.close", "code": code})


async def _echo(receive, send):
    await _accept(receive, send)
    while (message := await receive())["type"] == "websocket.receive":
        await send({**message, "type": "websocket.send"})


class _Member:
    """What waits for one member, and the task that sends it: send() waits for whoever does not read."""

    def __init__(self, send):
        self.send = send
        self.waiting = deque()
        self.bytes = 0
        self.refused = False
        self.called = asyncio.Event()
        self.task = asyncio.create_task(self.work())
        # Sending to who has gone fails; nobody wants to know, and asyncio would say so on stderr.
        self.task.add_done_callback(lambda task: task.cancelled() or task.exception())

    def deliver(self, text, size):
        """False if it has fallen behind too far: then it is closed behind what waits."""
        self.refused = self.bytes + size > MOST_WAITING
        if not self.refused:
            self.waiting.append((text, size))
            self.bytes += size
        self.called.set()
        return not self.refused

    async def work(self):
        while not self.refused:
            await self.called.wait()
            self.called.clear()
            while self.waiting:
                text, size = self.waiting.popleft()
                await self.send({"type": "websocket.send", "text": text})
                self.bytes -= size
        await _close(self.send, TRY_AGAIN_LATER)


async def _deliver_to_all(gathering, text):
    # ASGI takes texts: each is encoded by the server once more, so only what is not ASCII is here.
    size = len(text) if text.isascii() else len(text.encode())
    for number, member in tuple(gathering.members.items()):
        if not member.deliver(text, size):
            gathering.leave(number)


_tasks = set()  # asyncio itself keeps none alive


def _begin(game):
    task = asyncio.create_task(game.run(partial(_deliver_to_all, game)))
    _tasks.add(task)
    task.add_done_callback(_tasks.discard)


_rooms = Gatherings(Room)
_games = Gatherings(Game, _begin)


async def _take_part(gatherings, name, receive, send):
    await _accept(receive, send)
    member = _Member(send)
    gathering, number = gatherings.enter(name, member)
    try:
        while (message := await receive())["type"] == "websocket.receive":
            if number not in gathering.members:
                continue  # it is being closed
            text = gathering.hear(number, message.get("text"))
            if text is None:
                gathering.leave(number)
                await _close(send, POLICY_VIOLATION)
                break
            if text:
                await _deliver_to_all(gathering, text)
    finally:
        gatherings.leave(name, gathering, number)
        member.task.cancel()


async def converse(scope, receive, send):
    """What the path of a scope opens."""
    path = _PATH.fullmatch(scope["raw_path"])
    hz = path and path[2] and game_hz(scope["query_string"])
    if path is None or (path[2] and hz is None):
        await receive()
        await _close(send, 1000)  # before it is accepted: a refusal
    elif hz:
        await _take_part(_games, hz, receive, send)
    elif path[1]:
        await _take_part(_rooms, path[1], receive, send)
    else:
        await _echo(receive, send)
