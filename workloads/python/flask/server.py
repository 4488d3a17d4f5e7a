"""Flask on gunicorn's gthread worker."""

import sys
from pathlib import Path

# Not its parent, which holds folders named like installed modules (this one is called flask).
sys.path.insert(1, str(Path(__file__).resolve().parent.parent / "common"))

from bench_compute import cpu, mixed  # noqa: E402
from bench_delay_threads import delay  # noqa: E402
from bench_down_threads import down  # noqa: E402
from bench_echo import echo  # noqa: E402
from bench_endpoints import BAD_REQUEST, NOT_ALLOWED, NOT_FOUND, TOO_LARGE  # noqa: E402
from bench_endpoints import json_page, method_of, plaintext  # noqa: E402
from bench_file import file  # noqa: E402
from bench_flask import fit_to_contract  # noqa: E402
from bench_gunicorn import MalformedBody, serve  # noqa: E402
from bench_pieces import Body, sse, stream  # noqa: E402
from bench_threads import pieces_of  # noqa: E402
from bench_upload import MAX_UPLOAD, upload_from  # noqa: E402
from bench_wsgi import Counted  # noqa: E402
from flask import Flask, request  # noqa: E402


def respond(answer, headers=()):
    status, value = answer
    if isinstance(value, Body):
        return flask.response_class(pieces_of(value), status, value.fields, content_type=value.content_type)
    if isinstance(value, str):
        response = flask.response_class(value, mimetype="text/plain")
    else:
        response = flask.json.response(value)
    response.status_code = status
    response.headers.extend(headers)
    return response


def from_query(endpoint):
    return lambda: respond(endpoint(request.query_string))


def of_kernel(endpoint):
    return lambda kernel: respond(endpoint(kernel, request.query_string))


def upload_page():
    request.max_content_length = MAX_UPLOAD + 1
    return respond(upload_from(request.stream.read, request.content_length).answer())


def own_page():
    return respond((200, app.own_page(request.path.encode())))


flask = Flask(__name__, static_folder=None)
fit_to_contract(flask)
flask.add_url_rule("/plaintext", "plaintext", from_query(plaintext))
flask.add_url_rule("/json", "json", from_query(json_page))
flask.add_url_rule("/delay", "delay", from_query(delay))
flask.add_url_rule("/down", "down", from_query(down))
flask.add_url_rule("/echo", "echo", lambda: respond(echo(request.get_data(cache=False))), methods=["POST"])
flask.add_url_rule("/upload", "upload", upload_page, methods=["POST"])
flask.add_url_rule("/cpu/<kernel>", "cpu", of_kernel(cpu))
flask.add_url_rule("/mixed/<kernel>", "mixed", of_kernel(mixed))
flask.add_url_rule("/sse", "sse", from_query(sse))
flask.add_url_rule("/stream", "stream", from_query(stream))
flask.add_url_rule("/file/<name>", "file", lambda name: respond(file(name, request.headers.get("Range", ""))))
flask.add_url_rule("/__info", "info", own_page)
flask.add_url_rule("/__stats", "stats", own_page)
flask.register_error_handler(404, lambda error: respond(NOT_FOUND))
flask.register_error_handler(405, lambda error: respond(NOT_ALLOWED, {"Allow": method_of(request.path)}))
flask.register_error_handler(413, lambda error: respond(TOO_LARGE))
flask.register_error_handler(MalformedBody, lambda error: respond(BAD_REQUEST))
app = Counted(flask)

if __name__ == "__main__":
    serve(app, stack="python/flask", debug=flask.debug)
