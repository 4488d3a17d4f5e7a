"""Bodies of requests, read from what CherryPy has of them when it does not process them itself."""

import cherrypy
from bench_echo import MAX_ECHO
from bench_upload import upload_from


def body_of(request):
    """All of it, or one byte more than allowed. ValueError where its chunks are no chunks."""
    body = request.rfile.read(MAX_ECHO + 1)
    if len(body) <= MAX_ECHO:
        _read_end(request)
    return body


def upload_of(request):
    upload = upload_from(request.rfile.read, request.headers.get("Content-Length"))
    if upload.too_large:
        cherrypy.response.headers["Connection"] = "close"  # else cheroot would read the rest, and all at once
    else:
        _read_end(request)
    return upload


def _read_end(request):
    if hasattr(request.rfile, "read_trailer_lines"):
        # cheroot leaves the end of a chunked body for the next request to stumble over.
        for _ in request.rfile.read_trailer_lines():
            pass
