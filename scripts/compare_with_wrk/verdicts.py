"""Declared limits, and whether they were kept."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Verdict:
    kept: bool | None  # None: could not be told here
    text: str


def at_most(what, value, limit, unit="", digits=3):
    return _verdict(what, value, "at most", limit, unit, digits, value <= limit)


def at_least(what, value, limit, unit="", digits=3):
    return _verdict(what, value, "at least", limit, unit, digits, value >= limit)


def _verdict(what, value, relation, limit, unit, digits, kept):
    limit_text = f"(declared limit {relation} {limit:,g}{unit})"
    return Verdict(kept, f"{what + ':':<58} {value:>9,.{digits}f}{unit} {limit_text} {'kept' if kept else 'BROKEN'}")
