"""Compares the time of a Poisson fit with pyfixest's, on the same panel and in the same run.

    .peers/bin/python bench/fit_peer.py build/release/bin/fit_bench [COUNTRIES [YEARS]]

`make peers` makes the environment. Both fit three times with two threads; the least elapsed time counts. Neither reads the
file nor numbers the levels within its time: pyfixest gets whole numbers. pyfixest's own defaults: tolerances 1e-6 (demeaning)
and 1e-8 (deviance), separation by effects only.
"""
import os
import subprocess
import sys
import tempfile
import time
import warnings

os.environ.setdefault("NUMBA_NUM_THREADS", "2")
os.environ.setdefault("RAYON_NUM_THREADS", "2")
warnings.filterwarnings("ignore")
import pandas
import pyfixest

program = sys.argv[1]
countries, years = (sys.argv[2:] + ["200", "10"][len(sys.argv) - 2:])[:2]
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "panel.csv")
    ours = {}
    for threads in ("1", "2"):
        ours[threads] = subprocess.run([program, countries, years, threads, path], check=True, capture_output=True, text=True).stdout.split()
    panel = pandas.read_csv(path)
# Numbers of their own for each effect; with numbers in common pyfixest 0.60 takes one effect for nested in another.
panel["ey"] = (panel.exporter * 1000 + panel.year).astype("int32")
panel["iy"] = (1_000_000 + panel.importer * 1000 + panel.year).astype("int32")
panel["pair"] = (2_000_000 + panel.exporter * 1000 + panel.importer).astype("int32")
least = float("inf")
for repeat in range(4):  # the first compiles
    start = time.perf_counter()
    fit = pyfixest.fepois("y ~ agreement + cost | ey + iy + pair", panel, vcov={"CRV1": "pair"})
    if repeat > 0:
        least = min(least, time.perf_counter() - start)
print(f"{len(panel)} rows, {countries} countries, {years} years; load {os.getloadavg()[0]:.1f}")
print("program rows_used agreement cost error_agreement error_cost deviance seconds")
estimates, errors = fit.coef().tolist(), fit.se().tolist()
print("pyfixest", pyfixest.__version__, fit._N, *(f"{x:.12g}" for x in estimates), *(f"{x:.10g}" for x in errors), f"{fit.deviance:.12g} {least:.4f}")
for threads, row in ours.items():
    print(f"portolan ({threads} threads)", *row[1:])
    print(f"  time of pyfixest / time of portolan: {least / float(row[7]):.2f}")
