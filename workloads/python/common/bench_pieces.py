"""Bodies that are sent in pieces, each at its time: the events of /sse, the chunks of /stream.

Knows nothing of sockets.
"""

from bench_endpoints import BAD_REQUEST, decimal_params

SECOND = 1_000_000_000

_SSE_LIMITS = {b"n": (7, 1_000_000), b"hz": (4, 1000)}
_STREAM_LIMITS = {b"c": (7, 1_000_000), b"b": (7, 1_048_576), b"us": (7, 1_000_000)}


class Body:
    """What is answered with where it is no value: a status, a type, further headers; and octets by and by."""

    file = None  # where they are

    def __init__(self, status, content_type, fields):
        self.status = status
        self.content_type = content_type
        self.fields = fields


class Pieces(Body):
    """due: a function of a piece's number, ns since the first was made; make: of the number and of CLOCK_MONOTONIC."""

    def __init__(self, content_type, fields, count, due, make, status=200):
        super().__init__(status, content_type, fields)
        self.count = count
        self.due = due
        self.make = make


def _event(i, now):
    return b'id: %d\ndata: {"i":%d,"t":%d}\n\n' % (i, i, now)


def sse(query):
    """-> (200, Pieces), or a refusal."""
    params = decimal_params(query, _SSE_LIMITS)
    if params is None or 0 in params.values():
        return BAD_REQUEST
    hz = params[b"hz"]
    fields = {"Cache-Control": "no-cache"}
    return 200, Pieces("text/event-stream", fields, params[b"n"], lambda i: i * SECOND // hz, _event)


def stream(query):
    """-> (200, Pieces), or a refusal."""
    params = decimal_params(query, _STREAM_LIMITS)
    if params is None or not params[b"c"] or not params[b"b"]:
        return BAD_REQUEST
    size = params[b"b"]
    pause = params[b"us"] * 1000

    def chunk(i, now):
        return bytes((i % 256,)) * size

    return 200, Pieces("application/octet-stream", {}, params[b"c"], lambda i: i * pause, chunk)
