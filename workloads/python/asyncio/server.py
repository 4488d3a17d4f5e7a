"""HTTP/1.1 on asyncio.Protocol with nothing but the standard library."""

import asyncio
import os
import signal
import sys
from pathlib import Path
from time import monotonic

# The folder of the modules, not its parent: the parent holds folders named like
# standard modules (this one is called asyncio).
sys.path.insert(1, str(Path(__file__).resolve().parent.parent / "common"))

from app import KEEP_ALIVE_S, App  # noqa: E402
from bench_contract import (  # noqa: E402
    BAD_REQUEST,
    CLOSE,
    FILES,
    HEAD_TOO_LARGE,
    JSON,
    KEEP_ALIVE,
    NOT_FOUND,
    TOO_LARGE,
    allowed_on,
    answer,
    answer_of,
    file_answer,
    is_upload,
    json_bytes,
    response,
    split_target,
)
from bench_down import Call  # noqa: E402
from bench_down_asyncio import down_of  # noqa: E402
from bench_observe import describe, loop_name, nodelay_of  # noqa: E402
from bench_offload import end_pool, start_pool  # noqa: E402
from bench_process import announce_ready, listening_socket, read_settings  # noqa: E402
from bench_upload import MAX_UPLOAD, Upload  # noqa: E402
from http1_grammar import (  # noqa: E402
    FIELD,
    FIRST_OF_TOKEN,
    HEAD,
    MAX_BODY,
    MAX_HEAD,
    ChunkedBody,
    FixedBody,
    Refused,
    refuse_if_hopeless,
)
from lines import take_lines  # noqa: E402
from pour import pour  # noqa: E402

LINGER_S = 2.0

HIGH_WATER = 64 * 1024


class HttpConnection(asyncio.Protocol):
    def __init__(self, app):
        self.app = app
        self.transport = None
        self.pending = b""  # received, but not consumed
        self.request = None  # the request whose body is being consumed
        self.body = None
        # What the answers behind wait for: a /delay's timer, a /down, a /cpu_off in the pool, a body in pieces.
        self.awaited = None
        self.write_paused = False
        self.taken = None  # the future of who waits until more can be written
        self.read_paused = False
        self.eof = False
        self.closing = False
        self.lingering = False
        self.last_sweep = app.sweeps

    def connection_made(self, transport):
        self.transport = transport
        self.app.connections.add(self)
        if self.app.stopping:
            transport.close()

    def connection_lost(self, exc):
        self.closing = True
        self.app.connections.discard(self)
        if self.awaited is not None:
            self.awaited.cancel()
            self.awaited = None

    def data_received(self, data):
        if self.closing:
            return
        self.pending = self.pending + data if self.pending else data
        if not self.is_busy():
            self.advance()
        elif len(self.pending) > HIGH_WATER:
            self.pause_reading()

    def eof_received(self):
        # Answers that are still due must go out although the client sends no more.
        self.eof = True
        return self.is_busy()

    def pause_writing(self):
        self.write_paused = True
        self.pause_reading()

    def resume_writing(self):
        self.write_paused = False
        if self.taken is not None and not self.taken.done():
            self.taken.set_result(None)
        if self.awaited is None and not self.closing:
            self.advance()

    def pause_reading(self):
        if not self.read_paused and not self.closing:
            self.read_paused = True
            self.transport.pause_reading()

    def advance(self):
        """Answer the pending requests in order, with one write for all of them."""
        data = self.pending
        size = len(data)
        pos = 0
        out = []
        out_size = 0
        try:
            while pos < size and not self.closing:
                content = b""
                if self.body is None:
                    match = HEAD.match(data, pos)
                    if match is None:
                        if data.startswith(b"\r\n", pos):  # RFC 9112 2.2: tolerate an empty line
                            pos += 2
                            continue
                        self.check_partial_head(data, pos)
                        break
                    if match.end() - pos > MAX_HEAD:
                        raise Refused(HEAD_TOO_LARGE)
                    pos = match.end()
                    expects = self.begin_request(match)
                    if self.body is not None:
                        if expects and pos == size:
                            out.append(b"HTTP/1.1 100 Continue\r\n\r\n")
                        continue
                else:
                    pos, ended = self.body.take(data, pos)
                    if not ended:
                        break
                    content = self.body.content
                    self.body = None
                reply = self.answer_request(content)
                if reply is None:  # not due yet: the requests behind it wait
                    break
                out.append(reply)
                out_size += len(reply)
                if out_size > HIGH_WATER:
                    # A reader slower than its own pipeline makes this call pause_writing().
                    self.transport.write(b"".join(out))
                    out.clear()
                    out_size = 0
                    if self.write_paused:
                        break
        except Refused as refused:
            out.append(response(*refused.args[0][:3], CLOSE))
            self.linger()
        self.pending = b"" if pos == size else data[pos:]
        if out:
            self.transport.write(out[0] if len(out) == 1 else b"".join(out))
        self.after_advance()

    def after_advance(self):
        if self.closing:
            self.pending = b""
            if self.awaited is None and not self.lingering:
                self.transport.close()
        elif not self.is_busy():
            if self.eof or self.app.stopping:
                self.closing = True
                self.transport.close()
            elif self.read_paused:
                self.read_paused = False
                self.transport.resume_reading()

    def check_partial_head(self, data, pos):
        if data.find(b"\r\n\r\n", pos, pos + MAX_HEAD) < 0 and len(data) - pos > MAX_HEAD:
            raise Refused(HEAD_TOO_LARGE)
        if data[pos:] != b"\r" and FIRST_OF_TOKEN.match(data, pos) is None:
            raise Refused(BAD_REQUEST)
        refuse_if_hopeless(data, pos)

    def begin_request(self, match):
        """Read what the head says about framing. Returns whether the client awaits a 100."""
        method, target, minor, fields = match.groups()
        http11 = minor == b"1"
        keep_alive = http11
        has_host = chunked = expects = False
        length = None
        part = b""  # of a file
        # Lower-casing all at once is safe: every value looked at below ignores case.
        for name, value in FIELD.findall(fields.lower()):
            if name == b"host":
                if has_host:
                    raise Refused(BAD_REQUEST)
                has_host = True
            elif name == b"connection":
                options = [option.strip() for option in value.split(b",")]
                if b"close" in options:
                    keep_alive = False
                elif b"keep-alive" in options:
                    keep_alive = True
            elif name == b"content-length":
                value = value.strip(b" \t")
                if length is not None or not value.isdigit() or len(value) > 19:
                    raise Refused(BAD_REQUEST)
                length = int(value)
            elif name == b"transfer-encoding":
                if chunked or not http11 or value.strip(b" \t") != b"chunked":
                    raise Refused(BAD_REQUEST)
                chunked = True
            elif name == b"expect":
                expects = http11 and value.strip(b" \t") == b"100-continue"
            elif name == b"range":
                part = value.strip(b" \t")
        if http11 and not has_host or chunked and length is not None:
            raise Refused(BAD_REQUEST)
        uploads = is_upload(method, target)
        most = MAX_UPLOAD if uploads else MAX_BODY
        if length is not None and length > most:
            raise Refused(TOO_LARGE)
        self.request = method, target, http11, keep_alive, part
        if chunked or length:
            content = Upload() if uploads else bytearray()
            self.body = ChunkedBody(content, most) if chunked else FixedBody(length, content)
        return expects

    def answer_request(self, content):
        """-> the response, or None if it is sent when it is due."""
        app = self.app
        method, target, _, keep_alive, part = self.request
        path, query = split_target(target)
        if path.startswith(b"/__"):
            reply = answer(method, path, query, {b"/__info": self.info, b"/__stats": app.stats})
        else:
            app.requests += 1
            reply = answer(method, path, query, content=content)
            if reply is NOT_FOUND and path.startswith(FILES):
                reply = file_answer(method, path, part)
        status, content_type, body, later = reply
        # Not on arrival of bytes: so a client that drips its request is idle, too.
        self.last_sweep = app.sweeps
        if not keep_alive:
            self.closing = True
        if later:
            self.await_answer(later, body)
            return None
        if type(body) is not bytes:
            self.awaited = app.loop.create_task(pour(self, body))
            return None
        fields = self.connection_field()
        if status == 405:
            fields += b"Allow: %b\r\n" % allowed_on(path)
        return response(status, content_type, body, fields, method == b"HEAD")

    def connection_field(self):
        _, _, http11, _, _ = self.request
        if self.app.stopping:
            self.closing = True
        if self.closing:
            return CLOSE
        return b"" if http11 else KEEP_ALIVE

    def await_answer(self, later, body):
        loop = self.app.loop
        if type(later) is int:
            deadline = monotonic() + later / 1000
            self.awaited = loop.call_later(later / 1000, self.finish_delay, deadline, body)
        elif type(later) is Call:
            self.awaited = loop.create_task(down_of(later))
            self.awaited.add_done_callback(self.finish_down)
        else:
            self.awaited = asyncio.wrap_future(later, loop=loop)
            self.awaited.add_done_callback(self.finish_computation)

    def finish_delay(self, deadline, body):
        left = deadline - monotonic()
        if left > 0:  # asyncio fires within the clock's resolution, which may be early
            self.awaited = self.app.loop.call_later(left, self.finish_delay, deadline, body)
        else:
            self.send_awaited(body)

    def finish_down(self, asked):
        if not asked.cancelled():
            status, content_type, body, _ = answer_of(*asked.result())
            self.send_awaited(body, status, content_type)

    def finish_computation(self, computed):
        if not computed.cancelled():
            self.send_awaited(json_bytes(computed.result()))

    def send_awaited(self, body, status=200, content_type=JSON):
        self.transport.write(response(status, content_type, body, self.connection_field()))
        self.end_awaited()

    async def writable(self):
        if self.write_paused:
            self.taken = self.app.loop.create_future()
            await self.taken

    def begin_pouring(self, sized):
        """-> whether in chunks."""
        _, _, http11, _, _ = self.request
        self.closing = self.closing or not (http11 or sized)
        return http11 and not sized

    def end_awaited(self):
        self.awaited = None
        if self.closing or self.write_paused:
            self.after_advance()
        else:
            self.advance()

    def linger(self):
        # Closing a socket with unread input sends a reset, which can destroy the response
        # before the client has read it. So: end only our direction, and read on for a while.
        self.closing = True
        self.lingering = True
        self.app.loop.call_soon(self.end_output)
        self.app.loop.call_later(LINGER_S, self.transport.abort)

    def end_output(self):
        if not self.transport.is_closing():
            self.transport.write_eof()

    def is_busy(self):
        return self.awaited is not None or self.write_paused

    def close_if_idle(self):
        if not self.is_busy():
            self.closing = True
            self.transport.close()

    def drop_if_idle(self):
        if self.awaited is None:
            self.transport.abort()

    def info(self):
        return describe(
            stack="python/asyncio",
            layer="bare",
            concurrency_model="event_loop",
            loop=loop_name(self.app.loop),
            http_parser="own",
            threads=1,
            backlog=self.app.backlog,
            keep_alive_s=KEEP_ALIVE_S,
            nodelay=nodelay_of(self.transport.get_extra_info("socket")),
            debug=self.app.loop.get_debug(),
        )


async def main():
    settings = read_settings()
    loop = asyncio.get_running_loop()
    app = App(loop, settings)
    listener = listening_socket(settings)
    server = await loop.create_server(lambda: HttpConnection(app), sock=listener, backlog=settings.backlog)
    stop_asked = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop_asked.set)
    app.sweep()
    await take_lines(app, settings)
    announce_ready(settings.port)
    await stop_asked.wait()
    server.close()
    await app.stop()
    end_pool()


if __name__ == "__main__":
    start_pool()
    # Only a stack that is there to show what the event loop is worth names another than Python's own.
    if os.environ.get("ASYNCIO_LOOP") == "uvloop":
        import uvloop

        uvloop.run(main())
    else:
        asyncio.run(main())
