"""The workload contract in bytes: routes, bodies and raw responses. Knows nothing of sockets."""

import json
from email.utils import formatdate
from functools import partial
from time import time

from bench_compute import KERNELS, cpu, mixed
from bench_down import PORT as DOWN_PORT, Call, call_of
from bench_echo import echo
from bench_endpoints import delay, json_page, method_of
from bench_file import file_part, path_of
from bench_offload import cpu_off
from bench_pieces import Body, sse, stream
from bench_upload import Upload

TEXT = b"text/plain; charset=utf-8"
JSON = b"application/json"

# json.dumps() builds a JSONEncoder on every call that changes a default. This is the same
# serializer, built once.
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

# An answer is (status, content type, body, later). It goes out at once when `later` is 0, after so many ms when it is
# a number; when it is a Call, with what answer_of() makes of the answer to it. Else it is a future of the value that
# becomes its body. A body that is no bytes is a bench_pieces.Body.
PLAINTEXT = (200, TEXT, b"Hello, World!", 0)
BAD_REQUEST = (400, TEXT, b"Bad Request", 0)
NOT_FOUND = (404, TEXT, b"Not Found", 0)
NOT_ALLOWED = (405, TEXT, b"Method Not Allowed", 0)
TOO_LARGE = (413, TEXT, b"Content Too Large", 0)
HEAD_TOO_LARGE = (431, TEXT, b"Request Header Fields Too Large", 0)


def json_bytes(value):
    return _encode(value).encode()


def json_answer(value, later=0):
    return 200, JSON, _encode(value).encode(), later


def _plaintext_route(query):
    return PLAINTEXT


def _json_route(query):
    status, value = json_page(query)
    return json_answer(value) if status == 200 else BAD_REQUEST


def _delay_route(query):
    status, value = delay(query)
    return json_answer(value, value["ms"]) if status == 200 else BAD_REQUEST


def _down_route(query):
    call = call_of(query)
    return (200, JSON, b"", call) if isinstance(call, Call) else answer_of(*call)


def _echo_route(content):
    return answer_of(*echo(content))


def _upload_route(upload):
    return answer_of(*(Upload() if upload == b"" else upload).answer())


def answer_of(status, value):
    if isinstance(value, str):
        return status, TEXT, value.encode(), 0
    if isinstance(value, Body):
        return _in_pieces(value)
    return status, JSON, json_bytes(value), 0


def _in_pieces(value):
    return value.status, value.content_type.encode(), value, 0


def _cpu_route(name, query):
    return answer_of(*cpu(name, query))


def _mixed_route(name, query):
    return answer_of(*mixed(name, query))


def _cpu_off_route(name, query):
    status, value = cpu_off(name, query)
    return (200, JSON, b"", value) if status == 200 else answer_of(status, value)


def _pieces_route(endpoint, query):
    return answer_of(*endpoint(query))


_ROUTES = {b"/plaintext": _plaintext_route, b"/json": _json_route, b"/delay": _delay_route}
# One path for each kernel, so that finding a route stays one look-up.
_ROUTES |= {f"/cpu/{name}".encode(): partial(_cpu_route, name) for name in KERNELS}
_ROUTES |= {f"/cpu_off/{name}".encode(): partial(_cpu_off_route, name) for name in KERNELS}
_ROUTES |= {f"/mixed/{name}".encode(): partial(_mixed_route, name) for name in KERNELS}
_ROUTES |= {b"/sse": partial(_pieces_route, sse), b"/stream": partial(_pieces_route, stream)}
if DOWN_PORT:
    _ROUTES[b"/down"] = _down_route
_BODY_ROUTES = {b"/echo": _echo_route, b"/upload": _upload_route}


def answer(method, path, query, own_pages={}, content=b""):
    """own_pages holds the /__ pages of the process: path -> function returning a value.

    content: the bytes of the body; of an upload what they were poured into, if there were any.
    """
    route = _ROUTES.get(path)
    if route is not None:
        return route(query) if method == b"GET" else NOT_ALLOWED
    route = _BODY_ROUTES.get(path)
    if route is not None:
        return route(content) if method == b"POST" else NOT_ALLOWED
    page = own_pages.get(path)
    if page is None:
        return NOT_FOUND
    return json_answer(page()) if method == b"GET" else NOT_ALLOWED


FILES = b"/file/"


def file_answer(method, path, range_text):
    """To a path below FILES. range_text is the header's value, empty where there is none."""
    name = path[len(FILES) :].decode("latin-1")
    if method != b"GET":
        return NOT_FOUND if path_of(name) is None else NOT_ALLOWED
    part = file_part(name, range_text.decode("latin-1"))
    return NOT_FOUND if part is None else _in_pieces(part)


def is_upload(method, target):
    return method == b"POST" and split_target(target)[0] == b"/upload"


def allowed_on(path):
    """What the header Allow of a 405 says."""
    return method_of(path.decode("latin-1")).encode()


def split_target(target):
    """-> (path, query). A proxy-style request line carries the whole URL."""
    if not target.startswith(b"/") and target[:7].lower() == b"http://":
        slash = target.find(b"/", 7)
        target = b"/" if slash < 0 else target[slash:]
    path, _, query = target.partition(b"?")
    return path, query


_STATUS_LINES = {
    200: b"HTTP/1.1 200 OK\r\n",
    206: b"HTTP/1.1 206 Partial Content\r\n",
    400: b"HTTP/1.1 400 Bad Request\r\n",
    404: b"HTTP/1.1 404 Not Found\r\n",
    405: b"HTTP/1.1 405 Method Not Allowed\r\n",
    413: b"HTTP/1.1 413 Content Too Large\r\n",
    416: b"HTTP/1.1 416 Range Not Satisfiable\r\n",
    422: b"HTTP/1.1 422 Unprocessable Content\r\n",
    431: b"HTTP/1.1 431 Request Header Fields Too Large\r\n",
    502: b"HTTP/1.1 502 Bad Gateway\r\n",
    504: b"HTTP/1.1 504 Gateway Timeout\r\n",
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


def response(status, content_type, body, fields=b"", head_only=False):
    """fields: whole lines, for what only some responses carry."""
    return b"%bContent-Type: %b\r\nContent-Length: %d\r\n%b%b\r\n%b" % (
        _STATUS_LINES[status],
        content_type,
        len(body),
        _date_and_server(),
        fields,
        b"" if head_only else body,
    )


def is_sized(body):
    return "Content-Length" in body.fields


def head_of_pieces(body, fields=b"", chunked=True):
    """The head of their response. Before there were chunks, in HTTP/1.0, a body without a length ended its connection."""
    own = "".join(f"{name}: {value}\r\n" for name, value in body.fields.items()).encode()
    framing = b"Transfer-Encoding: chunked\r\n" if chunked else b""
    return b"%bContent-Type: %b\r\n%b%b%b%b\r\n" % (
        _STATUS_LINES[body.status],
        body.content_type.encode(),
        framing,
        _date_and_server(),
        own,
        fields,
    )


LAST_CHUNK = b"0\r\n\r\n"


def chunk(content):
    return b"%x\r\n%b\r\n" % (len(content), content)
