"""What the stacks on threads share."""

import itertools
from time import monotonic_ns, sleep

from bench_pieces import SECOND


def spaced(pieces):
    """Makes each when it is due, however late the one before was."""
    began = monotonic_ns()
    yield pieces.make(0, began)
    for i in range(1, pieces.count):
        due = began + pieces.due(i)
        while (now := monotonic_ns()) < due:
            sleep((due - now) / SECOND)
        yield pieces.make(i, now)


def pieces_of(body):
    return body.pieces() if body.file is not None else spaced(body)


class Count:
    """Counts without a lock: next() on a count is atomic, so threads lose nothing; += on an int would."""

    def __init__(self):
        self._count = itertools.count()
        self.add = self._count.__next__

    def read(self):
        # repr() shows a count's value without taking it: count(5).
        return int(repr(self._count)[len("count(") : -1])
