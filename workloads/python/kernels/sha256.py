"""K8, native: SHA-256 of n bytes by OpenSSL, in one call."""

import hashlib

from lcg import top_bytes

SIZES = (1, 1024 * 1024 * 1024)


def prepare(n):
    return top_bytes(1, n)


def run(data):
    return hashlib.sha256(data).hexdigest()


def line(digest):
    return digest


FLAVOURS = {"same": {"tag": "native_ext", "prepare": prepare, "run": run, "line": line}}
