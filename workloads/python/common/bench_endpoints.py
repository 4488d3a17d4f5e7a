"""What each endpoint answers: a status and a value.

A value that is text goes out as text/plain, every other as JSON; how it becomes bytes is up to
the stack. A function takes what it answers from: the query or the body, as they were sent.
"""

U32 = 0xFFFFFFFF

BAD_REQUEST = (400, "Bad Request")
NOT_FOUND = (404, "Not Found")
NOT_ALLOWED = (405, "Method Not Allowed")
TOO_LARGE = (413, "Content Too Large")

# name -> (most digits, largest value)
_JSON_LIMITS = {b"k": (10, U32), b"n": (4, 1000)}
_DELAY_LIMITS = {b"ms": (5, 10000)}
_GAME_LIMITS = {b"hz": (3, 120)}

_METHODS = {"/echo": "POST", "/upload": "POST"}


def method_of(path):
    """The one method a known path allows, for the Allow header."""
    return _METHODS.get(path, "GET")


def decimal_params(query, limits):
    """Every name in limits must occur exactly once as a plain decimal; other names are ignored.

    Returns None if not so. Nothing is percent-decoded.
    """
    values = {}
    for part in query.split(b"&"):
        name, _, text = part.partition(b"=")
        limit = limits.get(name)
        if limit is None:
            continue
        max_digits, max_value = limit
        if name in values or len(text) > max_digits or not text.isdigit():
            return None
        value = int(text)
        if value > max_value:
            return None
        values[name] = value
    return values if len(values) == len(limits) else None


def plaintext(query):
    return 200, "Hello, World!"


def json_page(query):
    params = decimal_params(query, _JSON_LIMITS)
    if params is None:
        return BAD_REQUEST
    k = params[b"k"]
    n = params[b"n"]
    items = []
    total = 0
    for i in range(n):
        v = ((k + i) * 2654435761) & U32
        total += v
        items.append({"id": i, "v": v, "s": f"item-{i}"})
    return 200, {"k": k, "n": n, "items": items, "sum": total & U32}


def delay(query):
    """The caller waits delay_ms() of this answer before it sends it."""
    params = decimal_params(query, _DELAY_LIMITS)
    if params is None:
        return BAD_REQUEST
    return 200, {"ms": params[b"ms"]}


def delay_ms(answer):
    status, value = answer
    return value["ms"] if status == 200 else 0


def game_hz(query):
    """None if there is none that can be played at."""
    params = decimal_params(query, _GAME_LIMITS)
    return None if params is None else params[b"hz"] or None
