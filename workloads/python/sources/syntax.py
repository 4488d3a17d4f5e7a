"""What the standard library says of a source: its tokens, and where its comments and docstrings are."""

import ast
import io
import tokenize

# What the parser never sees.
_UNSEEN = {tokenize.COMMENT, tokenize.NL, tokenize.ENCODING, tokenize.ENDMARKER}
_WITH_A_DOCSTRING = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def all_tokens(source):
    return list(tokenize.generate_tokens(io.StringIO(source).readline))


def tokens_of_the_grammar(source):
    return [token for token in all_tokens(source) if token.type not in _UNSEEN]


def docstrings_in(tree):
    for node in ast.walk(tree):
        if isinstance(node, _WITH_A_DOCSTRING) and ast.get_docstring(node, clean=False) is not None:
            yield node.body[0], len(node.body) == 1 and not isinstance(node, ast.Module)


def _column(line, byte_column):
    return len(line.encode()[:byte_column].decode())


def without_comments(source):
    """Docstrings are Python's comments on what follows; where one is a whole body, `pass` takes its place."""
    lines = source.splitlines(keepends=True)
    gaps = [(*token.start, *token.end, "") for token in all_tokens(source) if token.type == tokenize.COMMENT]
    for docstring, is_whole_body in docstrings_in(ast.parse(source)):
        begin = _column(lines[docstring.lineno - 1], docstring.col_offset)
        end = _column(lines[docstring.end_lineno - 1], docstring.end_col_offset)
        gaps.append((docstring.lineno, begin, docstring.end_lineno, end, "pass" if is_whole_body else ""))
    for first, begin, last, end, instead in sorted(gaps, reverse=True):
        lines[first - 1 : last] = [lines[first - 1][:begin] + instead + lines[last - 1][end:]]
    return "".join(lines)
