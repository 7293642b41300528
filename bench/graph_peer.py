"""Compares the time of tracing origins with numpy's dense solve, on the same families and in the same run.

    .peers/bin/python bench/graph_peer.py build/release/bin/graph_bench [FAMILIES [BLOCK [PROGRAMMES]]]

`make peers` makes the environment. numpy gets the matrices I - A and diag(p) of BLOCK families (250, in both programs) at a time ready made
and solves them by one call; Portolan begins at the balanced legs, and also certifies its result. The least of three runs counts. The largest
difference of the two is given over the first families, as a share of the largest output. For PROGRAMMES families (default: none; needs scipy)
the bounds are compared with linear programmes (HiGHS) in the flow of each kind of goods on each leg.
"""
import os
import subprocess
import sys
import tempfile
import time

# Kernels and sizes that the environment may force are not numpy's own choice.
for name in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):
    os.environ.pop(name, None)
program = sys.argv[1]
if program == "--numpy":
    os.environ["OPENBLAS_NUM_THREADS"] = sys.argv[4]
import numpy


def families(path):
    """Yields for each family the trade, the output, and what was written of its results: table of origins, corridor, bounds."""
    with open(path, "rb") as file:
        count, n, checked = numpy.fromfile(file, "u8", 3)
        for i in range(count):
            legs = numpy.fromfile(file, numpy.dtype([("exporter", "u4"), ("importer", "u4"), ("value", "i8")]), numpy.fromfile(file, "u8", 1)[0])
            output = numpy.fromfile(file, "i8", n).astype(float)
            trade = numpy.zeros((n, n))
            trade[legs["importer"], legs["exporter"]] = legs["value"]
            results = None
            if i < checked:
                table = numpy.fromfile(file, "f8", n * n).reshape(n, n)
                results = table, numpy.fromfile(file, "u4", 3), numpy.fromfile(file, "i8", 4)
            yield trade, output, results


def solve_all(path, block):
    """Prints elapsed and processor seconds of numpy's solves, and the largest difference from the tables in the file."""
    elapsed = processor = worst = 0.0
    pending = []

    def flush():
        nonlocal elapsed, processor, worst
        if not pending:
            return
        trade = numpy.array([t for t, _, _ in pending])
        output = numpy.array([p for _, p, _ in pending])
        supply = output + trade.sum(axis=2)
        left = numpy.eye(trade.shape[1]) - trade / numpy.where(supply > 0, supply, 1.0)[:, None, :]
        right = numpy.zeros_like(trade)
        right[:, range(trade.shape[1]), range(trade.shape[1])] = output
        stays = numpy.where(supply > 0, (supply - trade.sum(axis=1)) / numpy.where(supply > 0, supply, 1.0), 0.0)
        start, clock = time.perf_counter(), time.process_time()
        passing = numpy.linalg.solve(left, right)
        result = stays[:, :, None] * passing
        elapsed += time.perf_counter() - start
        processor += time.process_time() - clock
        for (_, p, results), traced in zip(pending, result):
            if results is not None:
                worst = max(worst, numpy.abs(traced - results[0]).max() / p.max())
        pending.clear()

    for family in families(path):
        pending.append(family)
        if len(pending) == block:
            flush()
    flush()
    print(elapsed, processor, worst)


def programme_bounds(trade, entering, becomes, kind, destination):
    """Least and most of a kind that the destination absorbs; `entering` by kind and node, `becomes[kind]` after arrival at each node."""
    from scipy import optimize, sparse

    importers, exporters = numpy.nonzero(trade)
    legs, n, kinds = len(importers), len(trade), len(entering)
    rows, columns, values = [], [], []

    def add(row, column, value):
        rows.append(row)
        columns.append(column)
        values.append(value)

    for k in range(kinds):
        for leg in range(legs):
            column = k * legs + leg
            add(leg, column, 1.0)
            add(legs + k * n + exporters[leg], column, 1.0)
            add(legs + becomes[k][importers[leg]] * n + importers[leg], column, -1.0)
        for node in range(n):
            add(legs + k * n + node, kinds * legs + k * n + node, 1.0)
    left = sparse.csr_matrix((values, (rows, columns)), shape=(legs + kinds * n, kinds * (legs + n)))
    right = numpy.concatenate([trade[importers, exporters], *entering])
    objective = numpy.zeros(kinds * (legs + n))
    objective[kinds * legs + kind * n + destination] = 1.0
    least, most = (optimize.linprog(sign * objective, A_eq=left, b_eq=right, method="highs") for sign in (1.0, -1.0))
    return round(least.fun), round(-most.fun)


def compare_bounds(path, count):
    """Prints how many of the bounds in the file equal those of linear programmes to the unit."""
    equal = compared = 0
    for trade, output, results in families(path):
        if results is None or compared == 2 * count:
            break
        _, (origin, hub, destination), bounds = results
        n = len(trade)
        chosen = numpy.where(numpy.arange(n) == origin, output, 0.0)
        lasting = [numpy.full(n, 0), numpy.full(n, 1)]
        equal += programme_bounds(trade, [chosen, output - chosen], lasting, 0, destination) == tuple(bounds[:2])
        entered = numpy.where(numpy.arange(n) == hub, output, 0.0)
        passing = [numpy.where(numpy.arange(n) == hub, 1, 0), numpy.full(n, 1)]
        equal += programme_bounds(trade, [output - entered, entered], passing, 1, destination) == tuple(bounds[2:])
        compared += 2
    print(f"bounds equal to linear programmes: {equal} of {compared} pairs")


if program == "--numpy":
    solve_all(sys.argv[2], int(sys.argv[3]))
    sys.exit()

count, block, programmes = (sys.argv[2:] + ["5000", "250", "0"][len(sys.argv) - 2:])[:3]
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "families.bin")
    ours, theirs = {}, {}
    for threads in ("1", "2"):
        ours[threads] = subprocess.run([program, count, threads, path, "50"], check=True, capture_output=True, text=True).stdout
    for threads in ("1", "2"):
        runs = [subprocess.run([sys.executable, sys.argv[0], "--numpy", path, block, threads], check=True, capture_output=True, text=True).stdout.split() for _ in range(3)]
        theirs[threads] = [min(float(run[column]) for run in runs) for column in range(3)]
    if int(programmes) > 0:
        compare_bounds(path, int(programmes))
print(f"{count} families, load {os.getloadavg()[0]:.1f}")
for threads, output in ours.items():
    print(f"portolan, {threads} threads (elapsed, processor seconds):\n{output}", end="")
for threads, (elapsed, processor, worst) in theirs.items():
    print(f"numpy {numpy.__version__}, {threads} OpenBLAS threads: {elapsed:.3f} {processor:.3f}; largest difference {worst:.1e}")
for threads in ours:
    everything = [float(x) for x in next(line for line in ours[threads].splitlines() if line.startswith("everything")).split()[1:]]
    print(f"numpy / portolan, {threads} threads each: elapsed {theirs[threads][0] / everything[0]:.1f}, processor time {theirs[threads][1] / everything[1]:.1f}")
