"""Sources in canonical form: without comments, formatted by Black; and what is in them."""

import ast
from pathlib import Path

import black
from program import part_of
from syntax import tokens_of_the_grammar, without_comments

LANGUAGE = Path(__file__).resolve().parent.parent
# What was broken into lines by hand is joined again where it fits, as objectWrap does in JavaScript.
STYLE = black.Mode(target_versions={black.TargetVersion.PY311}, line_length=80, magic_trailing_comma=False)
_WITH_BRACES = (ast.Dict, ast.Set, ast.DictComp, ast.SetComp, ast.MatchMapping)


def _bodies_of(node):
    """The blocks that a statement holds; `elif` is not a block in `else`."""
    for name in ("body", "orelse", "finalbody"):
        body = getattr(node, name, None)
        if not isinstance(body, list) or not body:
            continue
        is_elif = name == "orelse" and isinstance(node, ast.If) and len(body) == 1 and isinstance(body[0], ast.If)
        if not is_elif:
            yield body


def _count_blocks(tree):
    return sum(len(list(_bodies_of(node))) for node in ast.walk(tree) if not isinstance(node, ast.Module))


def _count_braced_blocks(tree, tokens):
    """Braces that open none of what is written in braces: there is no such thing, and that is counted here."""
    opened = sum(token.string == "{" for token in tokens)
    return opened - sum(isinstance(node, _WITH_BRACES) for node in ast.walk(tree) if not _is_in_a_string(node))


def _is_in_a_string(node):
    return getattr(node, "in_a_string", False)


def _mark_what_is_in_strings(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            for inner in ast.walk(node):
                inner.in_a_string = True


def _reading_of(parts):
    texts = [black.format_str(without_comments(text), mode=STYLE) for _, text in parts]
    tokens = [tokens_of_the_grammar(text) for text in texts]
    trees = [ast.parse(text) for text in texts]
    for tree in trees:
        _mark_what_is_in_strings(tree)
    return {
        "tools": f"black {black.__version__}, tokenize of the standard library",
        "sources": [str(path.relative_to(LANGUAGE)) for path, _ in parts],
        "text": "".join(texts),
        "tokens": sum(map(len, tokens)),
        "blocks": sum(map(_count_blocks, trees)),
        "braced_blocks": sum(map(_count_braced_blocks, trees, tokens)),
    }


def program_of(kernel, flavour):
    return _reading_of([part_of(LANGUAGE / "kernels" / f"{kernel}.py", flavour)])


def files_of(paths):
    return _reading_of([(LANGUAGE / path, (LANGUAGE / path).read_text()) for path in paths])
