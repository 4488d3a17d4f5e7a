"""Games: everybody moves, and hears at each tick where all are."""

import asyncio
import json
from time import monotonic_ns

from bench_gatherings import Gathering

SECOND = 1_000_000_000


def _is_step(value):
    return type(value) is int and value in (1, -1)


def _step_of(text):
    """-> (dx, dy), or None if it is no step."""
    try:
        said = json.loads(text)
        dx, dy = said["dx"], said["dy"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return (dx, dy) if _is_step(dx) and _is_step(dy) else None


class Game(Gathering):
    def __init__(self, hz):
        super().__init__()
        self.hz = hz
        self.places = {}  # by number: so sorted by it
        self.began = monotonic_ns()
        self.tick = 0

    def enter(self, member):
        number = super().enter(member)
        self.places[number] = [number, 0, 0]
        return number

    def leave(self, number):
        super().leave(number)
        self.places.pop(number, None)

    def hear(self, number, text):
        step = _step_of(text)
        if step is None:
            return None
        place = self.places[number]
        place[1] += step[0]
        place[2] += step[1]
        return ""

    async def run(self, deliver):
        """Until everybody has left. deliver: what sends a text to all."""
        while not self.is_over:
            age = monotonic_ns() - self.began
            # Each tick is due at a time of its own, however late the one before was; none is left out.
            left = -(-(self.tick + 1) * SECOND // self.hz) - age
            if left > 0:
                # libuv's clock counts whole milliseconds, and a timer of less than half of one would spin.
                await asyncio.sleep(max(left / SECOND, 0.001))
                continue
            self.tick += 1
            tick = {"k": self.tick, "t": age, "p": list(self.places.values())}
            await deliver(json.dumps(tick, separators=(",", ":")))
            await asyncio.sleep(0)  # when it is behind it would let nobody else run
