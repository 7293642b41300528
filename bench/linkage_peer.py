"""Compares how well `portolan link` and Splink find the records of one person, on the same files, in the same run.

    .peers/bin/python bench/linkage_peer.py build/release/bin/portolan DATA

DATA has fake_1000.csv with fake_1000_labels.csv (one table; the labelled pairs are judged) and febrl4a.csv.gz with febrl4b.csv.gz (two tables; a
record's number tells its match), and historical_figures_with_errors_50k.parquet (one table; a column tells whose record it is). `make peers` makes the environment. Both get the same blocking rules, those of bench/linkage/*.toml, and each the
comparisons that its own documents recommend for such columns; neither sees the labels. Pairs that no rule brings together count as missed. F1 is
given at a probability of 0.9, at 0.5, and at the threshold that is best in hindsight.
"""
import csv
import gzip
import io
import itertools
import logging
import re
import subprocess
import sys
import tempfile
import time
import tomllib

import duckdb
import pandas
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

logging.disable(logging.WARNING)
program, data = sys.argv[1:3]


def rows_of(path):
    opened = gzip.open(path, "rt", encoding="utf-8") if path.endswith(".gz") else open(path, encoding="utf-8")
    with opened as file:
        return list(csv.DictReader(file, skipinitialspace=True))


def quality(scores, truth, threshold):
    """Precision, recall and F1 of the pairs whose score is at least the threshold; `scores` by pair, of judged pairs alone."""
    found = {pair for pair, score in scores.items() if score >= threshold}
    right = len(found & truth)
    precision = right / len(found) if found else 1.0
    recall = right / len(truth)
    return precision, recall, 2 * right / (len(found) + len(truth))


def best(scores, truth):
    """The largest F1 over all thresholds: pairs in order of their score, ties together."""
    order = sorted(scores.items(), key=lambda item: -item[1])
    right, largest = 0, (0.0, 1.0)
    for i, (pair, score) in enumerate(order):
        right += pair in truth
        if i + 1 == len(order) or order[i + 1][1] < score:
            largest = max(largest, (2 * right / (i + 1 + len(truth)), score))
    return largest


def report(name, seconds, scores, truth):
    parts = []
    for threshold in (0.9, 0.5):
        precision, recall, f1 = quality(scores, truth, threshold)
        parts.append(f"at {threshold}: precision {precision:.4f} recall {recall:.4f} F1 {f1:.4f}")
    f1, _ = best(scores, truth)
    reached = len(truth & scores.keys()) / len(truth)
    print(f"  {name:9} {seconds:6.2f} s  {'; '.join(parts)}; best F1 {f1:.4f}; rules reach {reached:.4f} of the matches", flush=True)


def portolan(files, settings):
    start = time.perf_counter()
    text = subprocess.run(
        [program, "link", *files, "--settings", settings, "--threshold", "0", "-q", "-f", "csv"],
        check=True, capture_output=True, text=True, encoding="utf-8",
    ).stdout
    seconds = time.perf_counter() - start
    return seconds, {(row["id_left"], row["id_right"]): float(row["probability"]) for row in csv.DictReader(io.StringIO(text))}


def splink_rules(settings):
    with open(settings, "rb") as file:
        rules = tomllib.load(file)["blocking"]
    return [block_on(*[re.sub(r"(\w+)\[(\d+)\]", r"substr(\1, 1, \2)", part.strip()) for part in rule.split("&")]) for rule in rules]


def splink(tables, id_column, settings, comparisons, sure, recall, training):
    """Splink as its tutorials train it: the share of matches by sure rules, u from random pairs, m by one session a rule of `training`."""
    start = time.perf_counter()
    api = DuckDBAPI()
    frames = [api.register(pandas.DataFrame(table).replace("", None), dataset_display_name=f"table{i}") for i, table in enumerate(tables)]
    linker = Linker(frames, SettingsCreator(
        link_type="dedupe_only" if len(tables) == 1 else "link_only",
        unique_id_column_name=id_column,
        blocking_rules_to_generate_predictions=splink_rules(settings),
        comparisons=comparisons,
    ))
    linker.training.estimate_probability_two_random_records_match(sure, recall=recall)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for rule in training:
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    found = linker.inference.predict(threshold_match_probability=0.0).as_pandas_dataframe()
    seconds = time.perf_counter() - start
    return seconds, dict(zip(zip(found[f"{id_column}_l"], found[f"{id_column}_r"]), found["match_probability"]))


def both_ways(scores, judged):
    """Scores of the judged pairs, whichever of the two is named first."""
    return {pair: scores.get(pair, scores.get(pair[::-1])) for pair in judged if pair in scores or pair[::-1] in scores}


def fake_1000():
    labels = {(row["unique_id_l"], row["unique_id_r"]): row["clerical_match_score"] == "1.0" for row in rows_of(f"{data}/fake_1000_labels.csv")}
    truth = {pair for pair, is_match in labels.items() if is_match}
    print(f"fake_1000: {len(labels)} labelled pairs, {len(truth)} of them matches", flush=True)
    settings = "bench/linkage/fake_1000.toml"
    seconds, scores = portolan([f"{data}/fake_1000.csv"], settings)
    report("portolan", seconds, both_ways(scores, labels), truth)
    table = [{k: v for k, v in row.items() if k != "cluster"} for row in rows_of(f"{data}/fake_1000.csv")]
    seconds, scores = splink(
        [table], "unique_id", settings,
        [
            cl.ForenameSurnameComparison("first_name", "surname"),
            cl.DateOfBirthComparison("dob", input_is_string=True),
            cl.ExactMatch("city").configure(term_frequency_adjustments=True),
            cl.EmailComparison("email"),
        ],
        [block_on("first_name", "dob"), block_on("email")], 0.7,
        [block_on("dob"), block_on("email"), block_on("first_name", "surname")],
    )
    report("splink", seconds, both_ways(scores, labels), truth)


def febrl4():
    tables = [rows_of(f"{data}/febrl4{part}.csv.gz") for part in "ab"]
    numbers = [{row["rec_id"].split("-")[1]: row["rec_id"] for row in table} for table in tables]
    truth = {(numbers[0][n], numbers[1][n]) for n in numbers[0] if n in numbers[1]}
    print(f"febrl4: {len(tables[0])} and {len(tables[1])} records, {len(truth)} matches", flush=True)
    settings = "bench/linkage/febrl4.toml"
    seconds, scores = portolan([f"{data}/febrl4{part}.csv.gz" for part in "ab"], settings)
    report("portolan", seconds, scores, truth)
    seconds, scores = splink(
        tables, "rec_id", settings,
        [
            cl.NameComparison("given_name").configure(term_frequency_adjustments=True),
            cl.NameComparison("surname").configure(term_frequency_adjustments=True),
            cl.DateOfBirthComparison("date_of_birth", input_is_string=True, datetime_format="%Y%m%d"),
            cl.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2]),
            cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
            cl.JaroWinklerAtThresholds("address_1", [0.9, 0.7]).configure(term_frequency_adjustments=True),
            cl.JaroWinklerAtThresholds("suburb", [0.9, 0.7]).configure(term_frequency_adjustments=True),
            cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]).configure(term_frequency_adjustments=True),
            cl.ExactMatch("state"),
        ],
        [block_on("soc_sec_id"), block_on("given_name", "surname", "date_of_birth")], 0.9,
        [block_on("date_of_birth"), block_on("postcode"), block_on("given_name", "surname")],
    )
    # Splink may name the record of either table first.
    report("splink", seconds, {(pair if pair[0].endswith("-org") else pair[::-1]): score for pair, score in scores.items()}, truth)


def historical_50k():
    with tempfile.NamedTemporaryFile(suffix=".csv") as file:
        duckdb.sql(f"COPY (FROM '{data}/historical_figures_with_errors_50k.parquet') TO '{file.name}' (HEADER)")
        rows = rows_of(file.name)
        clusters = {}
        for row in rows:
            clusters.setdefault(row["cluster"], []).append(row["unique_id"])
        truth = {pair for ids in clusters.values() for pair in itertools.combinations(sorted(ids), 2)}
        print(f"historical_50k: {len(rows)} records, {len(truth)} matches", flush=True)
        settings = "bench/linkage/historical_50k.toml"
        seconds, scores = portolan([file.name], settings)
        report("portolan", seconds, {tuple(sorted(pair)): score for pair, score in scores.items()}, truth)
    seconds, scores = splink(
        [[{k: v for k, v in row.items() if k != "cluster"} for row in rows]], "unique_id", settings,
        [
            cl.ForenameSurnameComparison("first_name", "surname"),
            cl.DateOfBirthComparison("dob", input_is_string=True),
            cl.PostcodeComparison("postcode_fake"),
            cl.ExactMatch("birth_place").configure(term_frequency_adjustments=True),
            cl.ExactMatch("occupation").configure(term_frequency_adjustments=True),
        ],
        [block_on("first_name", "surname", "dob"), block_on("substr(first_name, 1, 2)", "surname", "substr(postcode_fake, 1, 2)"), block_on("dob", "postcode_fake")], 0.6,
        [block_on("first_name", "surname"), block_on("dob")],
    )
    report("splink", seconds, {tuple(sorted(pair)): score for pair, score in scores.items()}, truth)


fake_1000()
febrl4()
historical_50k()
