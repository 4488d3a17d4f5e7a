"""Rooms: who is in which, and what is said there. Knows nothing of sockets.

Whoever makes a delivery hands it to every member before it awaits anything: so all get the same order.
"""

import json

from bench_echo import MAX_CENTS as MAX_COUNT

MOST_WAITING = 1024 * 1024  # bytes that a member has not taken
MAX_MESSAGE = 1024 * 1024  # bytes of what a client sends
NAME = "[A-Za-z0-9_-]{1,64}"  # of a room

POLICY_VIOLATION = 1008
TRY_AGAIN_LATER = 1013

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _is_count(value):
    return type(value) is int and 0 <= value <= MAX_COUNT  # not isinstance(): a bool is an int


def _message_of(text):
    """-> (s, ts, p), or None if it is no message of a room."""
    try:
        said = json.loads(text)
        s, ts, p = said["s"], said["ts"], said["p"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return (s, ts, p) if _is_count(s) and _is_count(ts) and type(p) is str else None


class Room:
    def __init__(self):
        self.members = {}  # by number
        self.entered = 0
        self.said = 0

    def delivery(self, number, text):
        """The text that everybody gets of it; None if what was said, text or not, is no message of a room."""
        message = _message_of(text)
        if message is None:
            return None
        s, ts, p = message
        self.said += 1
        return _encode({"f": number, "s": s, "n": self.said, "ts": ts, "p": p})


_rooms = {}  # those that somebody is in, by name


def enter(name, member):
    """-> (room, number)"""
    room = _rooms.setdefault(name, Room())
    room.entered += 1
    room.members[room.entered] = member
    return room, room.entered


def leave(name, room, number):
    """Nothing is delivered any more. May be called twice."""
    room.members.pop(number, None)
    if not room.members and _rooms.get(name) is room:
        del _rooms[name]
