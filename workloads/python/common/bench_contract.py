"""The workload contract: routes, parameters, bodies and raw responses. Knows nothing of sockets."""

import json
from email.utils import formatdate
from time import time

TEXT = b"text/plain; charset=utf-8"
JSON = b"application/json"

U32 = 0xFFFFFFFF

# json.dumps() builds a JSONEncoder on every call that changes a default. This is the same
# serializer, built once.
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

# An answer is (status, content type, body, delay in ms).
PLAINTEXT = (200, TEXT, b"Hello, World!", 0)
BAD_REQUEST = (400, TEXT, b"Bad Request", 0)
NOT_FOUND = (404, TEXT, b"Not Found", 0)
NOT_ALLOWED = (405, TEXT, b"Method Not Allowed", 0)
TOO_LARGE = (413, TEXT, b"Content Too Large", 0)
HEAD_TOO_LARGE = (431, TEXT, b"Request Header Fields Too Large", 0)


def json_answer(value, delay_ms=0):
    return 200, JSON, _encode(value).encode(), delay_ms


# name -> (most digits, largest value)
_JSON_LIMITS = {b"k": (10, U32), b"n": (4, 1000)}
_DELAY_LIMITS = {b"ms": (5, 10000)}


def _decimal_params(query, limits):
    """Every name in limits must occur exactly once as a plain decimal; other names are ignored.

    Returns None if not so. Nothing is percent-decoded.
    """
    values = {}
    for part in query.split(b"&"):
        name, _, text = part.partition(b"=")
        limit = limits.get(name)
        if limit is None:
            continue
        max_digits, max_value = limit
        if name in values or len(text) > max_digits or not text.isdigit():
            return None
        value = int(text)
        if value > max_value:
            return None
        values[name] = value
    return values if len(values) == len(limits) else None


def _plaintext_route(query):
    return PLAINTEXT


def _json_route(query):
    params = _decimal_params(query, _JSON_LIMITS)
    if params is None:
        return BAD_REQUEST
    k = params[b"k"]
    n = params[b"n"]
    items = []
    total = 0
    for i in range(n):
        v = ((k + i) * 2654435761) & U32
        total += v
        items.append({"id": i, "v": v, "s": f"item-{i}"})
    return json_answer({"k": k, "n": n, "items": items, "sum": total & U32})


def _delay_route(query):
    params = _decimal_params(query, _DELAY_LIMITS)
    if params is None:
        return BAD_REQUEST
    ms = params[b"ms"]
    return json_answer({"ms": ms}, ms)


_ROUTES = {b"/plaintext": _plaintext_route, b"/json": _json_route, b"/delay": _delay_route}


def answer(method, path, query, own_pages={}):
    """own_pages holds the /__ pages of the process: path -> function returning a value."""
    route = _ROUTES.get(path)
    if route is not None:
        return route(query) if method == b"GET" else NOT_ALLOWED
    page = own_pages.get(path)
    if page is None:
        return NOT_FOUND
    return json_answer(page()) if method == b"GET" else NOT_ALLOWED


def split_target(target):
    """-> (path, query). A proxy-style request line carries the whole URL."""
    if not target.startswith(b"/") and target[:7].lower() == b"http://":
        slash = target.find(b"/", 7)
        target = b"/" if slash < 0 else target[slash:]
    path, _, query = target.partition(b"?")
    return path, query


_STATUS_LINES = {
    200: b"HTTP/1.1 200 OK\r\n",
    400: b"HTTP/1.1 400 Bad Request\r\n",
    404: b"HTTP/1.1 404 Not Found\r\n",
    405: b"HTTP/1.1 405 Method Not Allowed\r\nAllow: GET\r\n",
    413: b"HTTP/1.1 413 Content Too Large\r\n",
    431: b"HTTP/1.1 431 Request Header Fields Too Large\r\n",
}

CLOSE = b"Connection: close\r\n"
# What an HTTP/1.0 client needs to hear; in HTTP/1.1 staying open needs no header.
KEEP_ALIVE = b"Connection: keep-alive\r\n"

# One tuple, replaced as a whole, so that threads never see a second with another second's text.
_date = (0, b"")


def _date_and_server():
    global _date
    now = int(time())
    second, text = _date
    if second != now:
        text = b"Date: %b\r\nServer: bench\r\n" % formatdate(now, usegmt=True).encode()
        _date = now, text
    return text


def response(status, content_type, body, connection=b"", head_only=False):
    return b"%bContent-Type: %b\r\nContent-Length: %d\r\n%b%b\r\n%b" % (
        _STATUS_LINES[status],
        content_type,
        len(body),
        _date_and_server(),
        connection,
        b"" if head_only else body,
    )
