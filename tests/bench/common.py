"""What the benchmarks share. Each is a plain script, such as `python tests/bench/bench_tap.py`.

A ratio compares what ran in turns in one series, so that a busy machine slows both sides.
"""

import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))


def milliseconds(work):
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def in_turns(*works, runs):
    """Each piece of work `runs` times, in turns; the milliseconds of each."""
    taken = [[] for _ in works]
    for _ in range(runs):
        for times, work in zip(taken, works, strict=True):
            times.append(milliseconds(work))
    return taken


def quantile(times, share):
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]


def say(name, times):
    p50, p99 = statistics.median(times), quantile(times, 0.99)
    print(f"{name}: p50 {p50:.2f} ms, p99 {p99:.2f} ms, {len(times)} runs")
    return p50


def ratio(what, ours, other, budget):
    print(f"{what}: {ours / other:.2f} (budget {budget})")
