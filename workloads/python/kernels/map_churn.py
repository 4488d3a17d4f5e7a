"""K13: n inserts, updates and deletes of string keys. The keys are made inside the timed work, as a server makes them
from a request: a string that has been a key before would bring its hash along."""

from itertools import islice

from lcg import lcg

MASK = 0xFFFFFFFF

SIZES = (1, 20_000_000)


def prepare(n):
    return list(islice(lcg(3), n))


def run(draws):
    keys = len(draws) // 4 + 1
    entries = {}
    deleted = 0
    for draw in draws:
        key = "k" + str((draw >> 12) % keys)
        if draw & 3 == 3:
            value = entries.pop(key, None)
            if value is not None:
                deleted ^= value
        else:
            entries[key] = (entries.get(key, 0) + draw) & MASK
    return entries, deleted


def line(result):
    entries, deleted = result
    total = 0
    for key, value in entries.items():
        total = (total + value * len(key)) & MASK
    return f"{len(entries)} {deleted} {total}"


FLAVOURS = {"same": {"tag": "pure_script", "prepare": prepare, "run": run, "line": line}}
