"""What the WSGI stacks share."""

from bench_threads import Count


class Counted:
    """A WSGI application whose requests are counted before its framework sees them.

    own_pages holds the /__ pages of the process, path -> function returning a value; the server
    fills it in when it listens.
    """

    def __init__(self, app):
        self.app = app
        self.requests = Count()
        self.own_pages = {}

    def __call__(self, environ, start_response):
        if not environ["PATH_INFO"].startswith("/__"):
            self.requests.add()
        return self.app(environ, start_response)

    def own_page(self, path):
        return self.own_pages[path]()
