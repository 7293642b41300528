"""count_entries.py FILE... prints what lists of restricted parties hold, counted with Python's own readers of CSV and XML.

One line a file or set: list, entries, persons, strong and weak names, addresses. Written apart from the program, so that its counts
can be compared with these."""

import csv
import gzip
import io
import re
import sys
import xml.etree.ElementTree as ElementTree
from collections import defaultdict
from pathlib import Path


def opened(path):
    data = gzip.open(path).read() if path.name.endswith(".gz") else path.read_bytes()
    return data


def records(path, delimiter=","):
    text = opened(path).rstrip(b"\x1a").decode("utf-8", "replace")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def tidy(text):
    return " ".join((text or "").split())


def tally(names, addresses):
    """Counts of different names (strong once is strong) and addresses of one entry."""
    best = {}
    for text, weak in names:
        text = tidy(text)
        if text:
            best[text] = best.get(text, True) and weak
    return [sum(not weak for weak in best.values()), sum(best.values()), len({tidy(a) for a in addresses if tidy(a)})]


def ofac(folder):
    def cell(text):
        return "" if text.strip() == "-0-" else text.strip()

    names, addresses = defaultdict(list), defaultdict(list)
    for row in records(folder / "alt.csv.gz"):
        names[row[0]].append((cell(row[3]), False))
    for row in records(folder / "add.csv.gz"):
        addresses[row[0]].append(", ".join(filter(None, map(cell, row[2:5]))))
    entries = persons = 0
    total = [0, 0, 0]
    for row in records(folder / "sdn.csv.gz"):
        entries += 1
        persons += row[2] == "individual"
        remarks = re.sub(r"\.$", "", row[11].strip())
        weak = [re.sub(r"^'|'$", "", m[2]) for part in remarks.split("; ") if (m := re.match(r"(alt\. )?[afn]\.k\.a\. (.*)$", part.strip()))]
        found = tally([(row[1], False), *names[row[0]], *((w, True) for w in weak)], addresses[row[0]])
        total = [a + b for a, b in zip(total, found)]
    print("ofac-sdn", entries, persons, *total)


def dpl(path):
    rows = records(path, "\t")[1:]
    total = [0, 0, 0]
    for row in rows:
        found = tally([(row[0], False)], [", ".join(filter(None, (row[i].strip() for i in (1, 2, 3, 5, 4))))])
        total = [a + b for a, b in zip(total, found)]
    print("bis-dpl", len(rows), 0, *total)


def csl(path):
    rows = list(csv.DictReader(io.StringIO(opened(path).decode("utf-8"), newline="")))
    total = [0, 0, 0]
    for row in rows:
        parts = [re.sub(r"^and ", "", a.strip()) for a in row["addresses"].split("; ")]
        found = tally([(row["name"], False), *((a, False) for a in row["alt_names"].split("; "))], parts)
        total = [a + b for a, b in zip(total, found)]
    print("us-csl", len(rows), sum(row["type"] == "Individual" for row in rows), *total)


def un(path):
    root = ElementTree.fromstring(opened(path))
    entries = persons = 0
    total = [0, 0, 0]
    for node in [*root.iter("INDIVIDUAL"), *root.iter("ENTITY")]:
        entries += 1
        persons += node.tag == "INDIVIDUAL"
        parts = [node.findtext(f"{n}_NAME") for n in ("FIRST", "SECOND", "THIRD", "FOURTH")]
        names = [(" ".join(filter(None, map(tidy, parts))), False), (node.findtext("NAME_ORIGINAL_SCRIPT"), False)]
        for alias in [*node.iter("INDIVIDUAL_ALIAS"), *node.iter("ENTITY_ALIAS")]:
            names.append((alias.findtext("ALIAS_NAME"), alias.findtext("QUALITY") == "Low"))
        addresses = []
        for one in [*node.iter("INDIVIDUAL_ADDRESS"), *node.iter("ENTITY_ADDRESS")]:
            fields = (one.findtext(f) for f in ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY"))
            addresses.append(", ".join(filter(None, map(tidy, fields))))
        total = [a + b for a, b in zip(total, tally(names, addresses))]
    print("un-sc", entries, persons, *total)


TINY = {"sdnEntry", "DistinctParty", "sanctionEntity", "Designation", "INDIVIDUAL", "ENTITY", "LEIRecord"}


def tiny(path):
    """Entries of a sample of XML: elements of these names, namespaces left out."""
    tags = [element.tag.rsplit("}", 1)[-1] for element in ElementTree.parse(path).iter()]
    print(path.name, sum(tag in TINY for tag in tags))


if __name__ == "__main__":
    lists = Path(sys.argv[1])
    ofac(lists / "ofac")
    dpl(lists / "bis_dpl.txt")
    csl(lists / "us_csl_sample.csv")
    un(lists / "un_consolidated.xml.gz")
    for sample in sorted((lists / "tiny-xml").glob("*.xml")):
        tiny(sample)
