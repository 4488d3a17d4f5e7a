"""What Starlette shares with FastAPI, which is built on it: answers as its responses, and what it refuses itself."""

from bench_asgi import own_value
from bench_endpoints import method_of
from bench_event_loop import pieces_of
from bench_pieces import Body
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, StreamingResponse


def respond(answer, headers=None):
    status, value = answer
    if isinstance(value, Body):
        return _in_pieces(value)
    response = PlainTextResponse if isinstance(value, str) else JSONResponse
    return response(value, status, headers)


def _in_pieces(body):
    """Its FileResponse sends an ETag, for which it computes a hash, and Last-Modified; neither can be switched off."""
    return StreamingResponse(pieces_of(body), body.status, {"Content-Type": body.content_type, **body.fields})


async def own_page(request: Request):
    return JSONResponse(own_value(request.scope))


async def refused(request, error):
    allow = {"Allow": method_of(request.scope["path"])} if error.status_code == 405 else None
    return respond((error.status_code, error.detail), allow)
