"""POST /echo: an order, validated by hand.

A framework that ships a validator uses its own and only takes parse_json(), fitting() and misfit() from here.
"""

import json

from bench_endpoints import BAD_REQUEST, TOO_LARGE

MAX_ECHO = 65536
MAX_ID = 2**31 - 1
MAX_CENTS = 2**53 - 1  # the largest integer that JavaScript holds exactly
MAX_NAME = 64
MAX_TAGS = 8
MAX_TAG = 16


def _refuse_constant(text):
    raise ValueError(f"{text} is not JSON")


_decode = json.JSONDecoder(parse_constant=_refuse_constant).decode


def parse_json(body):
    """ValueError if these bytes are not JSON in UTF-8."""
    # Decoded here: json.loads() takes bytes, but then guesses UTF-16 and UTF-32 as well.
    try:
        value = _decode(body.decode())
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if b"\\u" in body:
        # Half of an escaped surrogate pair: Python reads it, but no UTF-8 can say it.
        json.dumps(value, ensure_ascii=False).encode()
    return value


def _is_integer(value, largest):
    return type(value) is int and 0 <= value <= largest  # not isinstance(): a bool is an int


def _bad_tag(tags):
    for index, tag in enumerate(tags):
        if type(tag) is not str or len(tag) > MAX_TAG:
            return f"/tags/{index}"
    return None


def _find_misfit(order):
    """-> the JSON pointer of what does not fit, or None."""
    if type(order) is not dict:
        return ""
    for key in order:
        if key not in ("id", "name", "tags", "cents"):
            return pointer(key)
    for key in ("id", "name", "tags", "cents"):
        if key not in order:
            return pointer(key)
    if not _is_integer(order["id"], MAX_ID):
        return "/id"
    name = order["name"]
    if type(name) is not str or not 1 <= len(name) <= MAX_NAME:
        return "/name"
    tags = order["tags"]
    if type(tags) is not list or len(tags) > MAX_TAGS:
        return "/tags"
    if not _is_integer(order["cents"], MAX_CENTS):
        return "/cents"
    return _bad_tag(tags)


def pointer(*steps):
    """A JSON pointer, RFC 6901."""
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in steps)


def misfit(path):
    return 422, {"ok": False, "path": path}


def fitting(id, name, tags, cents):
    return 200, {"ok": True, "id": id, "name": name, "tags": tags, "cents": cents, "n": len(tags)}


def echo(body):
    if len(body) > MAX_ECHO:
        return TOO_LARGE
    try:
        order = parse_json(body)
    except ValueError:
        return BAD_REQUEST
    path = _find_misfit(order)
    return fitting(**order) if path is None else misfit(path)
