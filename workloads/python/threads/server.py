"""HTTP/1.1 on http.server: one thread for each connection, standard library only."""

import re
import signal
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import TCPServer
from time import monotonic, sleep

# The folder of the modules, not its parent: the parent holds folders named like
# standard modules (asyncio).
sys.path.insert(1, str(Path(__file__).resolve().parent.parent / "common"))

from bench_contract import (  # noqa: E402
    BAD_REQUEST,
    CLOSE,
    FILES,
    HEAD_TOO_LARGE,
    KEEP_ALIVE,
    LAST_CHUNK,
    NOT_FOUND,
    TOO_LARGE,
    allowed_on,
    answer,
    chunk,
    file_answer,
    head_of_pieces,
    is_sized,
    answer_of,
    is_upload,
    response,
    split_target,
)
from bench_delay_threads import pause  # noqa: E402
from bench_down import Call  # noqa: E402
from bench_down_threads import down_of  # noqa: E402
from bench_observe import describe, make_stats, nodelay_of  # noqa: E402
from bench_process import HOST, announce_ready, fail_to_listen, read_settings  # noqa: E402
from bench_threads import Count, spaced  # noqa: E402
from bench_upload import MAX_UPLOAD, Upload  # noqa: E402

KEEP_ALIVE_S = 75
STOP_S = 4.0
MAX_BODY = 1024 * 1024
PIECE = 64 * 1024
CONTROL = re.compile("[\x00-\x08\x0a-\x1f\x7f]")
HEX_DIGITS = frozenset(b"0123456789abcdefABCDEF")


class Refused(Exception):
    """The connection cannot go on: answer with args[0], then close."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = KEEP_ALIVE_S
    disable_nagle_algorithm = True

    def setup(self):
        super().setup()
        self.busy = False
        self.server.handlers.add(self)

    def finish(self):
        self.server.handlers.discard(self)
        super().finish()

    def parse_request(self):
        self.busy = True
        return super().parse_request()

    def handle_one_request(self):
        try:
            super().handle_one_request()
        finally:
            self.busy = False

    def do_GET(self):
        try:
            self.check_head()
            content = self.read_body()
        except Refused as refused:
            self.refuse(refused.args[0])
            return
        server = self.server
        method = self.command.encode("latin-1")
        path, query = split_target(self.path.encode("latin-1"))
        if path.startswith(b"/__"):
            reply = answer(method, path, query, {b"/__info": self.info, b"/__stats": server.stats})
        else:
            server.requests.add()
            reply = answer(method, path, query, content=content)
            if reply is NOT_FOUND and path.startswith(FILES):
                reply = file_answer(method, path, self.headers.get("Range", "").encode("latin-1"))
        status, content_type, body, later = reply
        if later:
            if type(later) is Call:
                status, content_type, body, _ = answer_of(*down_of(later))
            else:
                pause(later)
        if server.stopping:
            self.close_connection = True
        if self.close_connection:
            fields = CLOSE
        else:
            fields = b"" if self.request_version == "HTTP/1.1" else KEEP_ALIVE
        if type(body) is not bytes:
            self.pour(body, fields)
            return
        if status == 405:
            fields += b"Allow: %b\r\n" % allowed_on(path)
        # One write. send_header() and wfile.write(body) would make two, and with Nagle's
        # algorithm the second waits for the client's delayed ACK: 40 ms for each request.
        self.wfile.write(response(status, content_type, body, fields, method == b"HEAD"))

    do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_TRACE = do_CONNECT = do_GET

    def pour(self, body, fields):
        sized = is_sized(body)
        chunked = self.request_version == "HTTP/1.1" and not sized
        if not (chunked or sized):
            self.close_connection = True
            fields = CLOSE
        write = self.wfile.write
        write(head_of_pieces(body, fields, chunked))
        if body.file is not None:
            self.send_file(body)
            return
        for piece in spaced(body):
            write(chunk(piece) if chunked else piece)
        if chunked:
            write(LAST_CHUNK)

    def send_file(self, part):
        with part.file:
            # sendfile() does not take nothing.
            sent = self.connection.sendfile(part.file, part.first, part.length) if part.length else 0
        if sent < part.length:  # only the end of the connection can say so
            self.close_connection = True

    def check_head(self):
        """What http.server lets through."""
        headers = self.headers
        if self.request_version == "HTTP/0.9" or headers.defects:
            raise Refused(BAD_REQUEST)
        # A folded line shows up as a line break inside the value.
        if any(CONTROL.search(value) for value in headers.values()):
            raise Refused(BAD_REQUEST)
        hosts = headers.get_all("Host", ())
        if len(hosts) > 1 or not hosts and self.request_version == "HTTP/1.1":
            raise Refused(BAD_REQUEST)

    def read_body(self):
        """-> its bytes; of an upload what they were poured into."""
        uploads = is_upload(self.command.encode("latin-1"), self.path.encode("latin-1"))
        content, most = (Upload(), MAX_UPLOAD) if uploads else (bytearray(), MAX_BODY)
        lengths = self.headers.get_all("Content-Length")
        codings = self.headers.get_all("Transfer-Encoding")
        if codings is not None:
            if lengths is not None or len(codings) > 1 or codings[0].strip().lower() != "chunked":
                raise Refused(BAD_REQUEST)
            self.read_chunks(content, most)
        elif lengths is not None:
            text = lengths[0].strip()
            if len(lengths) > 1 or not (text.isascii() and text.isdigit()) or len(text) > 19:
                raise Refused(BAD_REQUEST)
            length = int(text)
            if length > most:
                raise Refused(TOO_LARGE)
            self.read_exactly(length, content)
        return content

    def read_chunks(self, content, most):
        while True:
            size_text = self.read_line().partition(b";")[0].rstrip(b" \t\r\n")
            if not size_text or len(size_text) > 8 or not HEX_DIGITS.issuperset(size_text):
                raise Refused(BAD_REQUEST)
            size = int(size_text, 16)
            if size == 0:
                break
            if len(content) + size > most:
                raise Refused(TOO_LARGE)
            self.read_exactly(size, content)
            if self.rfile.read(2) != b"\r\n":
                raise Refused(BAD_REQUEST)
        for _ in range(100):
            if self.read_line() == b"\r\n":
                return
        raise Refused(HEAD_TOO_LARGE)

    def read_line(self):
        line = self.rfile.readline(1025)
        if not line.endswith(b"\r\n"):
            raise Refused(BAD_REQUEST)
        return line

    def read_exactly(self, size, content):
        while size:
            data = self.rfile.read(min(size, PIECE))
            if not data:
                raise Refused(BAD_REQUEST)
            content += data
            size -= len(data)

    def refuse(self, reply):
        self.close_connection = True
        status, content_type, body, _ = reply
        self.wfile.write(response(status, content_type, body, CLOSE))

    def send_error(self, code, message=None, explain=None):
        # http.server's own refusals, which come as HTML and in two writes.
        self.refuse(HEAD_TOO_LARGE if code in (414, 431) else BAD_REQUEST)

    def log_message(self, format, *args):
        pass

    def info(self):
        return describe(
            stack="python/threads",
            layer="bare",
            concurrency_model="threads",
            loop="none",
            http_parser=super().parse_request.__func__.__module__,
            threads=None,
            backlog=self.server.request_queue_size,
            keep_alive_s=self.timeout,
            nodelay=nodelay_of(self.connection),
            debug=False,
        )


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, settings):
        self.request_queue_size = settings.backlog
        self.handlers = set()
        self.stopping = False
        self.requests = Count()
        self.stats = make_stats(self.requests.read)
        super().__init__((HOST, settings.port), Handler)

    def server_bind(self):
        # HTTPServer would ask the resolver for the host's full name, which nothing here uses.
        TCPServer.server_bind(self)
        self.server_name, self.server_port = self.server_address

    def handle_error(self, request, client_address):
        pass  # a client that went away; the default prints a traceback

    def stop(self):
        self.stopping = True
        self.shutdown()
        self.server_close()
        deadline = monotonic() + STOP_S
        # Idle connections sit in daemon threads, which end with the process.
        while any(handler.busy for handler in list(self.handlers)) and monotonic() < deadline:
            sleep(0.02)


def main():
    settings = read_settings()
    # Blocked before the first thread starts: all threads inherit it, and only sigwait() sees them.
    stop_signals = {signal.SIGTERM, signal.SIGINT}
    signal.pthread_sigmask(signal.SIG_BLOCK, stop_signals)
    try:
        server = Server(settings)
    except OSError as error:
        fail_to_listen(settings.port, error)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    announce_ready(settings.port)
    signal.sigwait(stop_signals)
    server.stop()


if __name__ == "__main__":
    main()
