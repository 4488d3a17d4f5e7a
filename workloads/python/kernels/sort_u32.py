"""K9: n numbers below 2³² in ascending order. Sorted into a copy: a second run must not find sorted input."""

from itertools import islice
from operator import attrgetter

from fnv import fnv1a
from lcg import lcg

SIZES = (1, 20_000_000)


class Record:
    __slots__ = ("key", "index")

    def __init__(self, key, index):
        self.key = key
        self.index = index


def prepare(n):
    return list(islice(lcg(99), n))


def run(numbers):
    return sorted(numbers)


def prepare_objects(n):
    return [Record(key, index) for index, key in enumerate(prepare(n))]


def run_objects(records):
    return sorted(records, key=attrgetter("key"))


def line(numbers):
    step = max(1, len(numbers) // 1000)
    sample = b"".join(number.to_bytes(4, "little") for number in numbers[::step])
    return f"{numbers[0]} {numbers[-1]} {fnv1a(sample)}"


def line_of_objects(records):
    return line([record.key for record in records])


FLAVOURS = {
    "same": {"tag": "native_ext", "prepare": prepare, "run": run, "line": line},
    "objects": {"tag": "native_ext", "prepare": prepare_objects, "run": run_objects, "line": line_of_objects},
}
