"""What Flask does differently from the contract, and its own ways to say so."""

from bench_echo import MAX_ECHO
from flask.json.provider import DefaultJSONProvider


class JSONProvider(DefaultJSONProvider):
    ensure_ascii = False
    sort_keys = False

    def response(self, value):
        # The default's, but without the line break that it appends.
        return self._app.response_class(self.dumps(value, separators=(",", ":")), mimetype=self.mimetype)


def fit_to_contract(app):
    app.json = JSONProvider(app)
    # One byte more than allowed: a chunked body is cut off there instead of refused, and echo() has to see that.
    app.config["MAX_CONTENT_LENGTH"] = MAX_ECHO + 1
