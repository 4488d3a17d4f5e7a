"""GET /cpu/KERNEL and GET /mixed/KERNEL: the kernels of python/kernels behind a request, in their flavour `same`."""

import sys
from importlib import import_module
from pathlib import Path

from bench_endpoints import BAD_REQUEST, NOT_FOUND, U32, decimal_params, plaintext


def _load():
    folder = str(Path(__file__).resolve().parent.parent / "kernels")
    # In front and only for now: a kernel may be called like a package (regex).
    sys.path.insert(0, folder)
    try:
        return {name: import_module(name) for name in import_module("kernel_names").KERNELS}
    finally:
        sys.path.remove(folder)


# Before the server listens, so that no request pays for an import.
_KERNELS = _load()
_LIMITS = {name: {b"n": (len(str(kernel.SIZES[1])), kernel.SIZES[1])} for name, kernel in _KERNELS.items()}
_MIXED_LIMITS = {name: limits | {b"p": (3, 100), b"i": (10, U32)} for name, limits in _LIMITS.items()}

KERNELS = tuple(_KERNELS)


def n_of(name, query):
    """-> n; None if the query has no n that this kernel can be run with."""
    params = decimal_params(query, _LIMITS[name])
    if params is None or params[b"n"] < _KERNELS[name].SIZES[0]:
        return None
    return params[b"n"]


def page(name, n):
    same = _KERNELS[name].FLAVOURS["same"]
    return {"k": name, "n": n, "r": same["line"](same["run"](same["prepare"](n)))}


def cpu(name, query):
    if name not in _KERNELS:
        return NOT_FOUND
    n = n_of(name, query)
    return BAD_REQUEST if n is None else (200, page(name, n))


def _computes(i, percent):
    # The request brings the number that decides, so that every server computes for the same requests.
    return 100 * (i * 2654435761 & U32) < percent << 32


def mixed(name, query):
    if name not in _KERNELS:
        return NOT_FOUND
    params = decimal_params(query, _MIXED_LIMITS[name])
    if params is None or params[b"n"] < _KERNELS[name].SIZES[0]:
        return BAD_REQUEST
    if _computes(params[b"i"], params[b"p"]):
        page(name, params[b"n"])
    return plaintext(query)
