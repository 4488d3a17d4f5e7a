"""Bodies in pieces as Starlette sends them, and FastAPI with it.

Its FileResponse sends an ETag, for which it computes a hash, and Last-Modified; neither can be switched off.
"""

from bench_event_loop import pieces_of
from starlette.responses import StreamingResponse


def in_pieces(body):
    return StreamingResponse(pieces_of(body), body.status, {"Content-Type": body.content_type, **body.fields})
