"""GET /cpu/KERNEL and GET /mixed/KERNEL: the kernels of python/kernels behind a request, in their flavour `same`."""

import sys
from importlib import import_module
from pathlib import Path
from threading import Lock

from bench_endpoints import BAD_REQUEST, NOT_FOUND, U32, decimal_params, plaintext

_FOLDER = str(Path(__file__).resolve().parent.parent / "kernels")
_importing = Lock()


def _import(name):
    # In front and only for now: a kernel may be called like a package (regex).
    with _importing:
        sys.path.insert(0, _FOLDER)
        try:
            return import_module(name)
        finally:
            sys.path.remove(_FOLDER)


KERNELS = _import("kernel_names").KERNELS
_NAMES = frozenset(KERNELS)


class _Kernel:
    def __init__(self, module):
        self.smallest, largest = module.SIZES
        self.limits = {b"n": (len(str(largest)), largest)}
        self.mixed_limits = self.limits | {b"p": (3, 100), b"i": (10, U32)}
        self.same = module.FLAVOURS["same"]


_kernels = {}


def _kernel(name):
    """Imported when first asked for, so that who is never asked to compute starts without them."""
    kernel = _kernels.get(name)
    if kernel is None:
        kernel = _kernels[name] = _Kernel(_import(name))
    return kernel


def n_of(name, query):
    """-> n; None if the query has no n that this kernel can be run with."""
    kernel = _kernel(name)
    params = decimal_params(query, kernel.limits)
    if params is None or params[b"n"] < kernel.smallest:
        return None
    return params[b"n"]


def page(name, n):
    same = _kernel(name).same
    return {"k": name, "n": n, "r": same["line"](same["run"](same["prepare"](n)))}


def cpu(name, query):
    if name not in _NAMES:
        return NOT_FOUND
    n = n_of(name, query)
    return BAD_REQUEST if n is None else (200, page(name, n))


def _computes(i, percent):
    # The request brings the number that decides, so that every server computes for the same requests.
    return 100 * (i * 2654435761 & U32) < percent << 32


def mixed(name, query):
    if name not in _NAMES:
        return NOT_FOUND
    kernel = _kernel(name)
    params = decimal_params(query, kernel.mixed_limits)
    if params is None or params[b"n"] < kernel.smallest:
        return BAD_REQUEST
    if _computes(params[b"i"], params[b"p"]):
        page(name, params[b"n"])
    return plaintext(query)
