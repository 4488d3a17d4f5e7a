"""What the ASGI stacks share."""

from asyncio import ensure_future, wrap_future

from bench_asgi_websocket import converse, is_conversation
from bench_contract import BAD_REQUEST, FILES, NOT_ALLOWED, NOT_FOUND
from bench_contract import allowed_on, answer, answer_of, file_answer, is_upload, json_bytes
from bench_delay_asyncio import pause
from bench_down import Call
from bench_down_asyncio import down_of
from bench_event_loop import pieces_of
from bench_upload import upload_of


class Counted:
    """An ASGI application whose requests are counted before its framework sees them.

    own_pages holds the /__ pages of the process, path -> function returning a value; the server
    fills it in when it listens.
    """

    def __init__(self, app):
        self.app = app
        self.requests = 0
        self.own_pages = {}

    # Not async: the framework's coroutine is handed on, not wrapped in another.
    def __call__(self, scope, receive, send):
        if scope["path"].startswith("/__"):
            scope["own_pages"] = self.own_pages
        else:
            self.requests += 1
        return self.app(scope, receive, send)


def own_value(scope):
    """What the /__ page shows that is asked for."""
    return scope["own_pages"][scope["raw_path"]]()


async def _parts_of(receive):
    more = True
    while more:
        message = await receive()
        yield message.get("body", b"")
        more = message.get("more_body")


async def _content_of(method, scope, receive):
    if method == b"GET":
        return b""
    parts = _parts_of(receive)
    if is_upload(method, scope["raw_path"]):
        return await upload_of(parts, dict(scope["headers"]).get(b"content-length"))
    return b"".join([part async for part in parts])


async def _due_body(later, body):
    if type(later) is int:
        await pause(later)
        return body
    return json_bytes(await wrap_future(later))


def range_of(scope):
    return next((value for name, value in scope["headers"] if name == b"range"), b"")


async def _disconnected(receive):
    while (await receive())["type"] != "http.disconnect":
        pass


async def pour(body, receive, send, headers=()):
    """A server takes what is sent to a client that has left: somebody else has to notice.

    headers: what the server does not add by itself.
    """
    own = {"Content-Type": body.content_type, **body.fields}
    headers = [*((name.lower().encode(), value.encode()) for name, value in own.items()), *headers]
    await send({"type": "http.response.start", "status": body.status, "headers": headers})
    gone = ensure_future(_disconnected(receive))
    try:
        async for piece in pieces_of(body):
            if gone.done():
                return
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body"})
    finally:
        gone.cancel()


class RawApp:
    """The contract as an ASGI application, for servers without a framework."""

    def __init__(self, headers=()):
        self.headers = headers  # what the server does not add by itself
        self.requests = 0
        self.own_pages = {}

    async def __call__(self, scope, receive, send):
        if scope["type"] == "websocket":
            self.requests += 1
            await converse(scope, receive, send)
            return
        method = scope["method"].encode()
        content = await _content_of(method, scope, receive)
        path = scope["raw_path"]
        query = scope["query_string"]
        if path.startswith(b"/__"):
            reply = answer(method, path, query, self.own_pages)
        else:
            self.requests += 1
            reply = answer(method, path, query, content=content)
        if reply is NOT_FOUND and is_conversation(path):
            reply = BAD_REQUEST if method == b"GET" else NOT_ALLOWED
        if reply is NOT_FOUND and path.startswith(FILES):
            reply = file_answer(method, path, range_of(scope))
        status, content_type, body, later = reply
        if later:
            if type(later) is Call:
                status, content_type, body, _ = answer_of(*await down_of(later))
            else:
                body = await _due_body(later, body)
        if type(body) is not bytes:
            await pour(body, receive, send, self.headers)
            return
        headers = [(b"content-type", content_type), (b"content-length", b"%d" % len(body)), *self.headers]
        if status == 405:
            headers.append((b"allow", allowed_on(path)))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})
