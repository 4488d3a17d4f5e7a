"""K7: five patterns searched and one replaced in a text like an access log, n words long."""

import re

from lcg import lcg

SOURCES = (
    r"\b\d{1,3}(?:\.\d{1,3}){3}\b",
    r"[A-Za-z0-9._]+@[A-Za-z0-9.]+",
    r"\b(?:GET|POST)\b +/\S+",
    r"\d{4}-\d{2}-\d{2}",
    r"\b[45]\d\d\b",
)
# \d, \b and \S of every other language here know ASCII only; Python's know Unicode unless told.
ASCII_PATTERNS = [re.compile(source, re.ASCII) for source in SOURCES]
PATTERNS = [re.compile(source) for source in SOURCES]

WORDS = (
    lambda draw: "GET",
    lambda draw: "POST",
    lambda draw: "/api/v1/items",
    lambda draw: "/static/app.js",
    lambda draw: "200",
    lambda draw: "404",
    lambda draw: "503",
    lambda draw: f"10.0.{draw() % 256}.{draw() % 256}",
    lambda draw: f"user{draw() % 1000}@mail.test",
    lambda draw: f"2020-01-{draw() % 31 + 1:02d}",
    lambda draw: "lorem",
    lambda draw: "ipsum",
    lambda draw: "dolor",
)

SIZES = (1, 5_000_000)


def prepare(n):
    draws = lcg(7)

    def draw():
        return next(draws) >> 16

    words = []
    for i in range(n):
        word = WORDS[draw() % len(WORDS)]
        words.append(word(draw))
        if i % 12 == 11:
            words.append("\n")
    return " ".join(words)


def run(text, patterns=ASCII_PATTERNS):
    found = [len(pattern.findall(text)) for pattern in patterns]
    return found, len(text), len(patterns[0].sub("<ip>", text))


def run_idiom(text):
    return run(text, PATTERNS)


def line(result):
    found, length, replaced = result
    return " ".join(map(str, [*found, length, replaced]))


FLAVOURS = {
    "same": {"tag": "native_ext", "prepare": prepare, "run": run, "line": line},
    "idiom": {"tag": "native_ext", "prepare": prepare, "run": run_idiom, "line": line},
}
