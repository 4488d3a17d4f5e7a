"""What all connections of the process share: counts, the sweep of idle ones, the end."""

import asyncio
from time import monotonic

from bench_observe import make_stats

KEEP_ALIVE_S = 75
SWEEP_S = 5
STOP_S = 4.0


class App:
    def __init__(self, loop, settings):
        self.loop = loop
        self.backlog = settings.backlog
        self.requests = 0
        self.lines = 0
        self.connections = set()
        self.stopping = False
        self.sweeps = 0
        self.read_stats = make_stats(lambda: self.requests, loop)

    def stats(self):
        return {**self.read_stats(), "lines": self.lines}

    def sweep(self):
        # One timer for all connections, so that a request never pays for a timer of its own.
        self.sweeps += 1
        for connection in list(self.connections):
            if self.sweeps - connection.last_sweep > KEEP_ALIVE_S // SWEEP_S:
                connection.drop_if_idle()
        self.loop.call_later(SWEEP_S, self.sweep)

    async def stop(self):
        self.stopping = True
        for connection in list(self.connections):
            connection.close_if_idle()
        deadline = monotonic() + STOP_S
        while self.connections and monotonic() < deadline:
            await asyncio.sleep(0.02)
