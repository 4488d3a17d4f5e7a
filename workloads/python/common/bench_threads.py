"""What the stacks on threads share."""

import itertools
from time import monotonic, sleep


def pause(ms):
    """Never ends early."""
    if not ms:
        return
    deadline = monotonic() + ms / 1000
    while (left := deadline - monotonic()) > 0:
        sleep(left)


class Count:
    """Counts without a lock: next() on a count is atomic, so threads lose nothing; += on an int would."""

    def __init__(self):
        self._count = itertools.count()
        self.add = self._count.__next__

    def read(self):
        # repr() shows a count's value without taking it: count(5).
        return int(repr(self._count)[len("count(") : -1])
