"""What the two Django stacks share: settings, responses, and a body that may be chunked."""

from bench_echo import MAX_ECHO
from bench_endpoints import NOT_ALLOWED, NOT_FOUND, method_of
from bench_pieces import Body
from bench_upload import MAX_UPLOAD
from django.conf import settings
from django.core.handlers.wsgi import LimitedStream, WSGIHandler, WSGIRequest
from django.http import HttpResponse, JsonResponse, StreamingHttpResponse

_COMPACT = {"ensure_ascii": False, "separators": (",", ":")}


def configure():
    settings.configure(
        DEBUG=False,
        ALLOWED_HOSTS=["127.0.0.1", "localhost"],
        ROOT_URLCONF="__main__",
        MIDDLEWARE=[],
        USE_I18N=False,
    )


def respond(answer, headers=None, pieces_of=None):
    """pieces_of: how a Body becomes its pieces; to be said where there may be one."""
    status, value = answer
    if isinstance(value, Body):
        return StreamingHttpResponse(
            pieces_of(value), status=status, content_type=value.content_type, headers=value.fields
        )
    if isinstance(value, str):
        response = HttpResponse(value, status=status, content_type="text/plain; charset=utf-8", headers=headers)
    else:
        response = JsonResponse(value, status=status, json_dumps_params=_COMPACT, headers=headers)
    # CommonMiddleware would do this, but on ASGI it would take two turns in another thread for it.
    response["Content-Length"] = len(response.content)
    return response


def not_found(request, exception):
    return respond(NOT_FOUND)


def not_allowed(request):
    return respond(NOT_ALLOWED, {"Allow": method_of(request.path)})


def query_of(request):
    return request.META["QUERY_STRING"].encode()


class Request(WSGIRequest):
    def __init__(self, environ):
        super().__init__(environ)
        if "CONTENT_LENGTH" not in environ:
            # Django takes a chunked body for none, although the server marks its end.
            most = MAX_UPLOAD if self.path == "/upload" else MAX_ECHO
            self._stream = LimitedStream(environ["wsgi.input"], most + 1)


class Handler(WSGIHandler):
    request_class = Request
