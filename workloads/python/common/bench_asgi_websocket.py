"""The WebSocket endpoints as ASGI conversations: receive and send are those of the server or of a framework."""

import asyncio
import re
from collections import deque

from bench_rooms import MOST_WAITING, NAME, POLICY_VIOLATION, TRY_AGAIN_LATER, enter, leave

_PATH = re.compile(rb"/ws/(?:echo|room/(" + NAME.encode() + rb"))")


def is_conversation(raw_path):
    return _PATH.fullmatch(raw_path) is not None


async def _accept(receive, send):
    await receive()
    await send({"type": "websocket.accept"})


async def _close(send, code):
    await send({"type": "websocket.close", "code": code})


async def echo(receive, send):
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


async def room(name, receive, send):
    await _accept(receive, send)
    member = _Member(send)
    entered, number = enter(name, member)
    try:
        while (message := await receive())["type"] == "websocket.receive":
            if number not in entered.members:
                continue  # it is being closed
            delivery = entered.delivery(number, message.get("text"))
            if delivery is None:
                leave(name, entered, number)
                await _close(send, POLICY_VIOLATION)
                break
            _deliver_to_all(name, entered, delivery)
    finally:
        leave(name, entered, number)
        member.task.cancel()


def _deliver_to_all(name, entered, text):
    # ASGI takes texts: each is encoded by the server once more, so only what is not ASCII is here.
    size = len(text) if text.isascii() else len(text.encode())
    for number, member in tuple(entered.members.items()):
        if not member.deliver(text, size):
            leave(name, entered, number)


async def converse(scope, receive, send):
    """The conversation of a scope without a framework."""
    path = _PATH.fullmatch(scope["raw_path"])
    if path is None:
        await receive()
        await _close(send, 1000)  # before it is accepted: a refusal
    elif path[1] is None:
        await echo(receive, send)
    else:
        await room(path[1], receive, send)
