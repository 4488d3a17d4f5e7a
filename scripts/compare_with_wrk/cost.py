"""Client CPU per request and throughput against the null server, in a closed loop. Ours and wrk next to each other
in every round and in palindromic order, so that a drift of the machine cancels; the ratios are what counts."""

from statistics import median

from tools import ToolFailed
from verdicts import at_least, at_most

CPU_LIMITS = {64: 0.70, 4000: 0.65}  # client CPU per request, ours ÷ wrk
THROUGHPUT_LIMIT = 0.95


def compare_cost(bench, ours, wrk, others, connections, rounds, seconds):
    print(f"\nCost: null server on CPU {bench.server_cpu}, client on CPU {bench.client_cpu}, closed loop, "
          f"{connections} connections, 1 thread, {seconds} s slices", flush=True)
    print(f"{'round':>5}  {'ours rps':>10} {'wrk rps':>10}  {'ours CPU µs':>11} {'wrk CPU µs':>10}  {'CPU ratio':>9} {'rps ratio':>9}")
    runs = {tool.name: [] for tool in (ours, wrk, *others)}
    trouble = {}
    with bench.null_server() as url:
        for number in range(1, rounds + 1):
            order = [ours, wrk, *others]
            for tool in order if number % 2 == 1 else order[::-1]:
                try:
                    runs[tool.name].append(bench.run(tool, url, connections, seconds, quantiles=False))
                except ToolFailed as why:
                    if tool in (ours, wrk):
                        raise
                    trouble[tool.name] = str(why)
            print(_round_line(number, runs["ours"][-1], runs["wrk"][-1]), flush=True)
    if others:
        _print_all(runs, trouble, (ours, wrk, *others))
    return _judge(runs["ours"], runs["wrk"], connections)


def _round_line(number, a, b):
    failed = f"  {b.seen.failed} of wrk's requests failed" if b.seen.failed else ""
    return (f"{number:>5}  {a.seen.rps:>10,.0f} {b.seen.rps:>10,.0f}  {a.cpu_us:>11.2f} {b.cpu_us:>10.2f}  "
            f"{a.cpu_us / b.cpu_us:>9.3f} {a.seen.rps / b.seen.rps:>9.3f}{failed}")


def _print_all(runs, trouble, tools):
    print(f"\n{'tool':<12} {'rps':>10} {'CPU µs/request':>15} {'ours ÷ it':>10}  (medians over the rounds)")
    for tool in tools:
        mine = runs[tool.name]
        if mine:
            cpu = median(run.cpu_us for run in mine)
            ratio = median(run.cpu_us for run in runs["ours"]) / cpu
            failed = sum(run.seen.failed for run in mine)
            notes = [f"{failed} requests failed"] if failed else []
            notes += [] if tool.tested else ["adapter not tested here"]
            print(f"{tool.name:<12} {median(run.seen.rps for run in mine):>10,.0f} {cpu:>15.2f} {ratio:>10.3f}  {'; '.join(notes)}".rstrip())
        if tool.name in trouble:
            print(f"{tool.name:<12} failed: {trouble[tool.name]}")


def _judge(ours, wrk, connections):
    cpu = median(a.cpu_us / b.cpu_us for a, b in zip(ours, wrk))
    rps = median(a.seen.rps / b.seen.rps for a, b in zip(ours, wrk))
    kernel, own = median(a.kernel_us for a in ours), median(a.cpu_us - a.kernel_us for a in ours)
    least = median(a.kernel_us / b.cpu_us for a, b in zip(ours, wrk))
    print(f"ours spends {kernel:.2f} µs in the kernel, which is {least:.3f} of all that wrk spends, and {own:.2f} µs of its own")
    where = f"at {connections:,} connections"
    limit = CPU_LIMITS.get(connections)
    if limit is None:
        print(f"\nclient CPU per request, ours ÷ wrk, {where}: {cpu:.3f}; throughput: {rps:.3f} (no limit is declared {where})")
        return []
    return [at_most(f"client CPU per request, ours ÷ wrk, {where}", cpu, limit),
            at_least(f"throughput, ours ÷ wrk, {where}", rps, THROUGHPUT_LIMIT)]
