"""GET /down: what another server says. Here what is asked and answered; how it is asked is the business of a client."""

import os
from hashlib import sha256
from typing import NamedTuple

from bench_endpoints import BAD_REQUEST, NOT_FOUND, decimal_params

# Of that server, which is the harness's; none where a manifest does not declare /down.
PORT = int(os.environ.get("DOWN_PORT") or 0)
PATH = os.environ.get("DOWN_PATH") or "/blob"
MOST_CONNECTIONS = 256
PATIENCE_S = 10

BAD_GATEWAY = (502, "Bad Gateway")
GATEWAY_TIMEOUT = (504, "Gateway Timeout")

_LIMITS = {b"ms": (5, 20000), b"b": (7, 1048576)}


class Call(NamedTuple):
    ms: int
    size: int

    def target(self):
        return f"{PATH}?ms={self.ms}&b={self.size}"

    def answer(self, blob):
        return 200, {"ms": self.ms, "len": len(blob), "sha": sha256(blob).hexdigest()}


def call_of(query):
    """-> what to ask for; or the answer, where nothing is to be asked for."""
    if not PORT:
        return NOT_FOUND
    params = decimal_params(query, _LIMITS)
    return BAD_REQUEST if params is None else Call(params[b"ms"], params[b"b"])
