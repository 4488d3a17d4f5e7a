"""Where the tokens of a file are, for whoever plants a mistake in it. Positions count bytes."""

import tokenize
from itertools import accumulate
from pathlib import Path

from syntax import tokens_of_the_grammar

INDENT = 4
_INVISIBLE = {tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}


def _kind_of(token):
    if token.type == tokenize.STRING:
        return "quote"
    if token.string in {"(", ")", "[", "]", "{", "}"}:
        return "bracket"
    return "comma" if token.string == "," else "other"


def tokens_of(file):
    source = Path(file).read_text()
    lines = source.splitlines(keepends=True)
    begins = [0, *accumulate(len(line.encode()) for line in lines)]

    def offset(position):
        line, column = position
        return begins[line - 1] + len(lines[line - 1][:column].encode())

    visible = (token for token in tokens_of_the_grammar(source) if token.type not in _INVISIBLE)
    return {
        "indent": INDENT,
        "tokens": [
            {"begin": offset(token.start), "end": offset(token.end), "kind": _kind_of(token)} for token in visible
        ],
    }
