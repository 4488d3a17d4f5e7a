"""GET /file/NAME: a file of DATA_DIR or a part of it, read for each request. Knows nothing of sockets."""

import os
import re
import stat

from bench_endpoints import NOT_FOUND
from bench_pieces import Body, Pieces

_FOLDER = os.environ.get("DATA_DIR") or None
# Nothing that could lead out of a folder.
_NAME = re.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}")
_RANGE = re.compile("bytes=([0-9]{0,18})-([0-9]{0,18})")

_PIECE = 256 * 1024


class FilePart(Body):
    def __init__(self, file, first, length, status, fields):
        fields = {"Accept-Ranges": "bytes", "Content-Length": str(length), **fields}
        super().__init__(status, "application/octet-stream", fields)
        self.file = file
        self.first = first
        self.length = length

    def pieces(self):
        with self.file:
            at, end = self.first, self.first + self.length
            # Shorter where somebody has cut the file meanwhile: then the server finds too little for its length.
            while at < end and (piece := os.pread(self.file.fileno(), min(_PIECE, end - at), at)):
                at += len(piece)
                yield piece


def _span_of(text, size):
    """-> (first octet, how many); None if it is no single range of bytes."""
    match = _RANGE.fullmatch(text)
    if match is None or text == "bytes=-":
        return None
    first, last = match.groups()
    if not first:
        length = min(int(last), size)
        return size - length, length
    first = int(first)
    if last and int(last) < first:
        return None
    end = min(int(last) + 1, size) if last else size
    return first, max(0, end - first)


def path_of(name):
    """None if there can be no such file."""
    return f"{_FOLDER}/{name}" if _FOLDER is not None and _NAME.fullmatch(name) else None


def file_part(name, range_text):
    """-> a FilePart; Pieces that say that it has no such part; None if there is no such file.

    Both are text, the second empty without the header Range.
    """
    path = path_of(name)
    if path is None:
        return None
    try:
        file = open(path, "rb", buffering=0)
    except OSError:
        return None
    status = os.fstat(file.fileno())
    if not stat.S_ISREG(status.st_mode):
        file.close()
        return None
    size = status.st_size
    span = _span_of(range_text, size)
    if span is None:
        return FilePart(file, 0, size, 200, {})
    first, length = span
    if length:
        return FilePart(file, first, length, 206, {"Content-Range": f"bytes {first}-{first + length - 1}/{size}"})
    file.close()
    return _unsatisfiable(size)


def _unsatisfiable(size):
    text = b"Range Not Satisfiable"
    fields = {"Content-Length": str(len(text)), "Content-Range": f"bytes */{size}"}
    return Pieces("text/plain; charset=utf-8", fields, 1, None, lambda i, now: text, 416)


def file(name, range_text):
    """-> (status, Body), or a refusal."""
    part = file_part(name, range_text)
    return NOT_FOUND if part is None else (part.status, part)
