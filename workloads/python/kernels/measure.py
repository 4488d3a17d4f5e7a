"""Runs one flavour of a kernel again and again and times each iteration."""

from itertools import count
from time import monotonic_ns, process_time_ns


class Disagreement(Exception):
    pass


def measure(flavour, n, iterations, seconds):
    run, line = flavour["run"], flavour["line"]
    begun = monotonic_ns()
    data = flavour["prepare"](n)
    setup_ns = monotonic_ns() - begun
    expected = None
    times, cpu_times = [], []
    looped = monotonic_ns()
    enough = looped + round(seconds * 1e9)
    for iteration in count():
        if iteration >= iterations and monotonic_ns() >= enough:
            break
        cpu_before = process_time_ns()
        before = monotonic_ns()
        result = run(data)
        after = monotonic_ns()
        cpu_times.append(process_time_ns() - cpu_before)
        times.append(after - before)
        found = line(result)
        if expected is None:
            expected = found
        if found != expected:
            raise Disagreement(f"iteration {iteration} gave '{found}', iteration 0 gave '{expected}'")
        # What a function returned to nobody is freed before the next run, as in the other languages.
        del result
    return {
        "line": expected,
        "setup_ns": setup_ns,
        "iteration_ns": times,
        "iteration_cpu_ns": cpu_times,
        "loop_ns": monotonic_ns() - looped,
    }
