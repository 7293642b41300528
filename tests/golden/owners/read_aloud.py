"""Prints whom the rule of ownership lists and blocks, read as plainly as it is written: FILE REGIME DAY. Dates are compared as text; of several
statements about one pair the largest percentage counts, an unknown one as nothing."""
import json
import sys

file, regime, day = sys.argv[1:]
entities = [json.loads(line) for line in open(file, encoding="utf-8")]
new_id = {old: e["id"] for e in entities for old in e.get("referents", []) if e["schema"] in ("Company", "Person", "Organization")}
country = {"ofac": "us", "eu": "eu", "uk": "gb"}[regime]


def values(entity, name):
    return entity["properties"].get(name, [])


def in_force(entity, starts):
    first = min([v for name in starts for v in values(entity, name)], default="0")[:10]
    last = max(values(entity, "endDate"), default="9")[:10]
    return first <= day <= last


listed = {
    new_id.get(party, party)
    for e in entities
    if e["schema"] == "Sanction" and values(e, "country")[:1] == [country] and in_force(e, ("startDate", "listingDate"))
    for party in values(e, "entity")
}
share = {}
for e in entities:
    if e["schema"] == "Ownership" and in_force(e, ("startDate",)):
        for owner in values(e, "owner"):
            for owned in values(e, "asset"):
                pair = new_id.get(owner, owner), new_id.get(owned, owned)
                share[pair] = max(share.get(pair, 0.0), *[float(v) for v in values(e, "percentage")] or [0.0])


def is_enough(percent):
    if day < {"ofac": "2008-02-14", "eu": "2018-05-04", "uk": "2020-12-31"}[regime]:
        return False
    return percent > 50 if regime == "uk" or (regime == "eu" and day < "2024-07-03") else percent >= 50


def closure(members):
    while True:
        joining = {
            owned
            for _, owned in share
            if owned not in members and is_enough(sum(s for (owner, other), s in share.items() if other == owned and owner in members))
        }
        if not joining:
            return members
        members = members | joining


alone = regime == "uk" or (regime == "ofac" and day < "2014-08-13")
members = set().union(*[closure({party}) for party in listed]) if alone else closure(set(listed))
for line in sorted(f"{'listed' if party in listed else 'blocked'},{party}" for party in members):
    print(line)
