"""One of several that do a kernel at the same time. All begin together; what is counted lies between the end of the
lead-in and the end of the last iteration that began in time. Nobody stops there: whoever did would leave the others a
machine to themselves."""

from time import monotonic_ns

from measure import Disagreement

# How much longer than the counted stretch everybody goes on, as a share of it: an iteration must fit.
TAIL = 0.25


def begin_soon():
    return monotonic_ns() + 50_000_000


def work(request, lead_in, begin):
    """`begin` is the same for all; the clock is the same in every process."""
    run, line = request.kernel["run"], request.kernel["line"]
    data = request.kernel["prepare"](request.n)
    from_ = begin + round(lead_in * 1e9)
    until = from_ + round(request.seconds * 1e9)
    end = until + round(TAIL * request.seconds * 1e9)
    counted = []
    first = start = last = None
    while monotonic_ns() < begin:
        pass
    while True:
        before = monotonic_ns()
        is_counted = before >= from_ and (before < until or len(counted) < request.iterations)
        if not is_counted and before >= end:
            break
        result = run(data)
        after = monotonic_ns()
        found = line(result)
        if first is None:
            first = found
        if found != first:
            raise Disagreement(f"one iteration gave '{found}', the first gave '{first}'")
        if is_counted:
            start = before if start is None else start
            last = after
            counted.append(after - before)
        # What a function returned to nobody is freed before the next run, as in the other languages.
        del result
    return {"line": first, "iteration_ns": counted, "rate_per_s": len(counted) / ((last - start) / 1e9)}
