"""Looks components up in the file itself, without Portolan.

look_up.py countries FILE CSV checks the rows that `portolan components makers --by country` printed.
look_up.py part-numbers FILE prints 20 part numbers, each with the ids of the records that have it, sorted.
"""
import collections
import csv
import gzip
import re
import sys

rows = list(csv.DictReader(gzip.open(sys.argv[2], "rt", encoding="utf-8")))


def bare(text):
    return re.sub("[^A-Z0-9]", "", text.upper())


if sys.argv[1] == "countries":
    # ISO 3166 of the countries that have at least 100 records, written down by hand.
    iso3 = {"US": "USA", "CN": "CHN", "CH": "CHE", "JP": "JPN", "TW": "TWN", "NL": "NLD", "DE": "DEU", "UNK": "unknown"}
    counts = collections.Counter(row["manufacturer_country"] for row in rows)
    unknown, total = counts["UNK"], len(rows)
    printed = {row["country"]: row for row in csv.DictReader(open(sys.argv[3], encoding="utf-8"))}
    for iso2, name in iso3.items():
        row = printed[name]
        assert int(row["components"]) == counts[iso2], (name, row, counts[iso2])
        if iso2 != "UNK":
            expected = counts[iso2] / (total - unknown), counts[iso2] / total, (counts[iso2] + unknown) / total
            got = tuple(float(row[column]) for column in ("share_of_known", "least_share", "most_share"))
            assert max(abs(a - b) for a, b in zip(expected, got)) < 1e-9, (name, expected, got)
    assert sum(int(row["components"]) for row in printed.values()) == total
    american = printed["USA"]
    # Published of the munitions of 2023: nearly three quarters.
    print(f"American makers: {american['share_of_known']} of known, {american['least_share']} to {american['most_share']} of all; published 0.75")
    assert 0.6 < float(american["share_of_known"]) < 0.8
else:
    # Of the part numbers with a digit and at least five letters and digits, 20 evenly over their order.
    numbers = sorted({bare(row["oem_part_number"]) for row in rows if re.search("[0-9]", row["oem_part_number"]) and len(bare(row["oem_part_number"])) >= 5})
    for i in range(20):
        number = numbers[(2 * i + 1) * len(numbers) // 40]
        ids = sorted(row["component_id"] for row in rows if number in bare(row["oem_part_number"]) or number in bare(row["name_marking"]))
        print(number + "\t" + " ".join(ids))
