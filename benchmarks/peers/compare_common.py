"""What the compare_*.py peers share: arguments, the clock, the one JSON object that each prints."""
import argparse
import json
import os
import platform
import statistics
import sys
import time

BUDGET_SECONDS, WARM_SECONDS = 4.0, 1.0
LEAST, MOST = 3, 200


def arguments(**extra):
    parser = argparse.ArgumentParser()
    parser.add_argument("work")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    for name, default in extra.items():
        parser.add_argument("--" + name, default=default, type=type(default))
    return parser.parse_args()


def measure(body, least=LEAST, warm=2):
    """Seconds of each repeat, after a warm-up of at least `warm` repeats and one second."""
    start = time.perf_counter()
    while warm > 0 or time.perf_counter() - start < WARM_SECONDS:
        body()
        warm -= 1
    seconds = []
    while len(seconds) < least or len(seconds) < MOST and sum(seconds) < BUDGET_SECONDS:
        begin = time.perf_counter()
        body()
        seconds.append(time.perf_counter() - begin)
    return seconds


def fastest(variants):
    """Name and seconds of the quickest of several (name, function that gives seconds); one that fails is told on stderr."""
    best, failures = None, []
    for name, run in variants:
        try:
            seconds = run()
            print(f"{name}: {statistics.median(seconds):.4g} s", file=sys.stderr)
            if best is None or statistics.median(seconds) < statistics.median(best[1]):
                best = name, seconds
        except Exception as error:  # a compiler that is missing, an operator that cannot be compiled
            failures.append(f"{name} failed: {type(error).__name__}: {str(error).strip().splitlines()[0][:160]}")
    if best is None:
        sys.exit("; ".join(failures))
    return *best, failures


def fashion_mnist(file):
    """The training images [N, 28, 28] as bytes, from the file that Compare writes, so that both sides learn the same."""
    import numpy
    return numpy.fromfile(file, numpy.uint8).reshape(-1, 28, 28)


def peak_rss_bytes():
    try:
        with open("/proc/self/status") as status:
            for line in status:
                if line.startswith("VmHWM:"):
                    return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0


def emit(work, unit, seconds, modules=(), per=1, notes=(), **more):
    """`per` units were done in each of the measured seconds."""
    versions = {"python": platform.python_version()}
    versions |= {module.__name__: module.__version__ for module in modules}
    print(json.dumps({
        "work": work,
        "unit": unit,
        "seconds": [s / per for s in seconds],
        "peak_rss_bytes": peak_rss_bytes(),
        "versions": versions,
        "notes": list(notes),
        **more,
    }))
