"""The grammar of HTTP/1.1 requests, from bytes alone: heads and bodies. Strict: what a proxy in front could read
otherwise is refused."""

import re

# Found because server.py has put the folder of common modules on the path.
from bench_contract import BAD_REQUEST, HEAD_TOO_LARGE, TOO_LARGE

MAX_HEAD = 16 * 1024
MAX_BODY = 1024 * 1024
MAX_CHUNK_LINE = 256

# A whole request head. One match both finds its end and proves that it is well-formed: it
# leaves no room for a bare CR or LF, another control character, a folded line or a space
# before the colon. The character classes never overlap the delimiter that follows them, so
# the match cannot backtrack into more than linear time.
TOKEN = rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+"
FIELD_TEXT = rb"[\t\x20-\x7e\x80-\xff]*"
HEAD = re.compile(
    rb"(%b) ([\x21-\x7e\x80-\xff]+) HTTP/1\.([01])\r\n((?:%b:%b\r\n)*)\r\n" % (TOKEN, TOKEN, FIELD_TEXT)
)
FIELD = re.compile(rb"([^:\r\n]+):([^\r\n]*)\r\n")
TRAILERS = re.compile(rb"(?:%b:%b\r\n)*\r\n" % (TOKEN, FIELD_TEXT))
FIRST_OF_TOKEN = re.compile(TOKEN)
CHUNK_LINE = re.compile(rb"([0-9A-Fa-f]{1,8})[\t ]*(?:;%b)?\r\n" % FIELD_TEXT)


class Refused(Exception):
    """The connection cannot go on: answer with args[0], then close."""


class FixedBody:
    """content is what the body is poured into, by +=, here and below."""

    def __init__(self, length, content):
        self.left = length
        self.content = content

    def take(self, data, pos):
        """Consume from pos on. Returns the new position and whether the body has ended."""
        end = pos + min(self.left, len(data) - pos)
        self.content += data[pos:end]
        self.left -= end - pos
        return end, self.left == 0


class ChunkedBody:
    def __init__(self, content, most):
        self.content = content
        self.most = most
        self.left = 0  # of the current chunk
        self.crlf_due = False
        self.in_trailers = False

    def take(self, data, pos):
        while not self.in_trailers:
            if self.left:
                end = pos + min(self.left, len(data) - pos)
                self.content += data[pos:end]
                self.left -= end - pos
                pos = end
                if self.left:
                    return pos, False
                self.crlf_due = True
            if self.crlf_due:
                ending = data[pos : pos + 2]
                if not b"\r\n".startswith(ending):
                    raise Refused(BAD_REQUEST)
                if len(ending) < 2:
                    return pos, False
                pos += 2
                self.crlf_due = False
            match = CHUNK_LINE.match(data, pos)
            if match is None:
                if b"\n" in data[pos:] or len(data) - pos > MAX_CHUNK_LINE:
                    raise Refused(BAD_REQUEST)
                return pos, False
            pos = match.end()
            self.left = int(match[1], 16)
            if len(self.content) + self.left > self.most:
                raise Refused(TOO_LARGE)
            self.in_trailers = self.left == 0
        match = TRAILERS.match(data, pos)
        if match is not None:
            return match.end(), True
        if len(data) - pos > MAX_HEAD:
            raise Refused(HEAD_TOO_LARGE)
        refuse_if_hopeless(data, pos)
        return pos, False


def refuse_if_hopeless(data, pos):
    """Called with lines that do not match (yet): raises if no more bytes can make them match."""
    if data.find(b"\r\n\r\n", pos) >= 0 or data.count(b"\n", pos) != data.count(b"\r\n", pos):
        raise Refused(BAD_REQUEST)
