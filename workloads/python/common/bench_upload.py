"""POST /upload: a body that is hashed as it comes and kept nowhere."""

from hashlib import sha256

from bench_endpoints import TOO_LARGE

MAX_UPLOAD = 64 * 1024 * 1024
_PIECE = 64 * 1024


class Upload:
    """What a body is poured into, by +=."""

    def __init__(self, announced=None):
        """announced: what Content-Length says, where there is one."""
        self._size = 0
        self._sha = sha256()
        self.too_large = announced is not None and int(announced) > MAX_UPLOAD

    def __len__(self):
        return self._size

    def __iadd__(self, part):
        self._size += len(part)
        if self._size > MAX_UPLOAD:
            self.too_large = True
        else:
            self._sha.update(part)
        return self

    def answer(self):
        if self.too_large:
            return TOO_LARGE
        return 200, {"len": self._size, "sha": self._sha.hexdigest()}


def upload_from(read, announced):
    """read: of a file-like body. More than is allowed is not read."""
    upload = Upload(announced or None)
    while not upload.too_large and (part := read(_PIECE)):
        upload += part
    return upload


async def upload_of(parts, announced):
    """parts: an asynchronous iterator. More than is allowed is not taken."""
    upload = Upload(announced)
    if upload.too_large:
        return upload
    async for part in parts:
        upload += part
        if upload.too_large:
            break
    return upload


async def upload(parts, announced):
    return (await upload_of(parts, announced)).answer()


def upload_wsgi(environ):
    return upload_from(environ["wsgi.input"].read, environ.get("CONTENT_LENGTH")).answer()
