"""Rooms: everybody hears what anybody says, in one order."""

import json

from bench_echo import MAX_CENTS as MAX_COUNT
from bench_gatherings import Gathering

NAME = "[A-Za-z0-9_-]{1,64}"

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


class Room(Gathering):
    def __init__(self, name):
        super().__init__()
        self.said = 0

    def hear(self, number, text):
        message = _message_of(text)
        if message is None:
            return None
        s, ts, p = message
        self.said += 1
        return _encode({"f": number, "s": s, "n": self.said, "ts": ts, "p": p})
