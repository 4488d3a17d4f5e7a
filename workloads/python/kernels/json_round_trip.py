"""K6: n records to JSON, then twice from JSON and to JSON again."""

import json

from fnv import fnv1a
from lcg import lcg

ROUND_TRIPS = 2

SIZES = (1, 100_000)


def prepare(n):
    draws = lcg(42)
    records = []
    for number in range(n):
        a, b, c = next(draws), next(draws), next(draws)
        records.append({
            "id": number,
            "name": f"user-{a % 100000}",
            "email": f"u{b % 100000}@example.test",
            "active": c & 0x10000 != 0,
            "score": (a >> 8) % 1000 + 0.5,
            "tags": [f"t{b % 97}", "café", f"t{c % 89}"],
            "geo": {"lat": (b >> 9) % 180 - 90 + 0.25, "lon": (c >> 9) % 360 - 180 + 0.75},
            "note": None,
        })
    return records


def to_json(value):
    # As JavaScript writes it: no blanks, and letters outside ASCII as they are.
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def run(records):
    text = to_json(records)
    for _ in range(ROUND_TRIPS):
        text = to_json(json.loads(text))
    return text


def prepare_tuned(n):
    import orjson  # here, so that no iteration pays for the import

    return orjson, prepare(n)


def run_tuned(prepared):
    orjson, records = prepared
    data = orjson.dumps(records)
    for _ in range(ROUND_TRIPS):
        data = orjson.dumps(orjson.loads(data))
    return data


def line_of_bytes(data):
    return f"{len(data)} {fnv1a(data)}"


def line(text):
    return line_of_bytes(text.encode())


FLAVOURS = {
    "same": {"tag": "native_ext", "prepare": prepare, "run": run, "line": line},
    "tuned": {
        "tag": "native_ext", "prepare": prepare_tuned, "run": run_tuned, "line": line_of_bytes, "needs": "orjson",
    },
}
