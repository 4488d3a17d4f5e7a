"""The WebSocket endpoints by Tornado's own implementation."""

import asyncio
import sys
from functools import partial

from bench_endpoints import BAD_REQUEST, game_hz
from bench_games import Game
from bench_gatherings import MAX_MESSAGE, MOST_WAITING, POLICY_VIOLATION, TRY_AGAIN_LATER, Gatherings
from bench_rooms import Room
from bench_tornado import Page
from tornado.util import _websocket_mask
from tornado.websocket import WebSocketClosedError, WebSocketHandler, WebSocketProtocol13

# What unmasks: Tornado falls back to Python without a word.
WS_IMPL = "tornado" if _websocket_mask.__module__ == "tornado.speedups" else "tornado-python"

BAD_TEXT = 1007

SETTINGS = {"websocket_max_message_size": MAX_MESSAGE}


class _Protocol(WebSocketProtocol13):
    def _abort(self):
        # Tornado cuts off whoever sends what is no UTF-8; the contract wants it told why.
        if isinstance(sys.exc_info()[1], UnicodeDecodeError):
            self.close(BAD_TEXT)
        super()._abort()


class _Conversation(Page, WebSocketHandler):
    async def get(self, *args):
        if self.fits():
            await super().get(*args)
        else:
            self.respond(BAD_REQUEST)

    def fits(self):
        return self.request.headers.get("Upgrade", "").lower() == "websocket"

    def get_websocket_protocol(self):
        protocol = super().get_websocket_protocol()
        return protocol and _Protocol(self, False, protocol.params)


class Echo(_Conversation):
    def on_message(self, message):
        self.write_message(message, binary=isinstance(message, bytes))


def _deliver_to_all(gathering, text):
    payload = text.encode()
    for member in tuple(gathering.members.values()):
        member.deliver(payload)


class _Participant(_Conversation):
    gathering = None  # until it is open

    def take_part(self, gatherings, name):
        self.gatherings = gatherings
        self.name = name
        self.waiting = 0
        self.gathering, self.number = gatherings.enter(name, self)

    def on_message(self, message):
        if self.number not in self.gathering.members:
            return  # it is being closed
        text = self.gathering.hear(self.number, message if isinstance(message, str) else None)
        if text is None:
            self.end(POLICY_VIOLATION)
        elif text:
            _deliver_to_all(self.gathering, text)

    def deliver(self, payload):
        size = len(payload)
        if self.waiting + size > MOST_WAITING:
            self.end(TRY_AGAIN_LATER)
            return
        try:
            sent = self.write_message(payload)
        except WebSocketClosedError:
            self.on_close()
            return
        self.waiting += size
        sent.add_done_callback(partial(self.taken, size))

    def taken(self, size, sent):
        self.waiting -= size
        if not sent.cancelled():
            sent.exception()  # of who has gone: asyncio would complain that nobody asked for it

    def end(self, code):
        self.on_close()
        self.close(code)

    def on_close(self):
        if self.gathering is not None:
            self.gatherings.leave(self.name, self.gathering, self.number)


_tasks = set()  # asyncio itself keeps none alive


def _begin(game):
    async def deliver(text):
        _deliver_to_all(game, text)

    task = asyncio.create_task(game.run(deliver))
    _tasks.add(task)
    task.add_done_callback(_tasks.discard)


_rooms = Gatherings(Room)
_games = Gatherings(Game, _begin)


class RoomMember(_Participant):
    def open(self, name):
        self.take_part(_rooms, name)


class Player(_Participant):
    def fits(self):
        return super().fits() and game_hz(self.request.query.encode()) is not None

    def open(self):
        self.take_part(_games, game_hz(self.request.query.encode()))
