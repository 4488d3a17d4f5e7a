"""GET /delay on threads: the one that serves sleeps."""

from time import monotonic, sleep

from bench_endpoints import delay as answer_of, delay_ms


def pause(ms):
    """Never ends early."""
    if not ms:
        return
    deadline = monotonic() + ms / 1000
    while (left := deadline - monotonic()) > 0:
        sleep(left)


def delay(query):
    answer = answer_of(query)
    pause(delay_ms(answer))
    return answer
