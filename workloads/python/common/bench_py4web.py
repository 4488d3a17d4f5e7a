"""What py4web, and ombott below it, do differently from the contract."""

from bench_endpoints import BAD_REQUEST, method_of
from bench_gunicorn import MalformedBody
from py4web import action, request


def route(path, page):
    # py4web records for its dashboard where in the folder of applications a page comes from.
    page.__module__ = "apps._default"
    action(path, method=method_of(path))(page)


def exactly(path, page, otherwise):
    # ombott takes a longer path with a slash behind it for the same path.
    return lambda: page() if request.path == path else otherwise()


def body_answer(endpoint):
    """endpoint: of what the body is read from. Not request.body: that takes the chunks apart which gunicorn has taken
    apart already."""
    try:
        return endpoint(request.environ)
    except MalformedBody:
        return BAD_REQUEST
