"""One kernel in a process of its own: python job.py KERNEL FLAVOUR N ITERATIONS [SECONDS] prints what it measured as
one line of JSON: so many iterations, and more until that time is over. Leaves with 2 when it was asked for something it
does not know, with 3 when two iterations disagree, with 4 when the flavour needs a package that is not installed."""

import sys

from measure import Disagreement, measure
from report import print_report
from request import leave, read_request


def main(words):
    if len(words) not in (4, 5):
        leave(2, "usage: job.py KERNEL FLAVOUR N ITERATIONS [SECONDS]")
    request = read_request([*words, "0"][:5])
    try:
        measured = measure(request.kernel, request.n, request.iterations, request.seconds)
    except Disagreement as disagreement:
        leave(3, f"{request.name} {request.flavour} {request.n}: {disagreement}")
    print_report(request, measured)


main(sys.argv[1:])
