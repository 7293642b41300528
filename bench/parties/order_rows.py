"""order_rows.py ROWS [SEED] writes made-up orders as CSV: firms, persons, vessels and addresses that are on no list, one row of a thousand
cut off. Pipe it into `portolan screen -` to see how memory and speed hold out."""

import random
import sys

SYLLABLES = "ka le mi ro su ta ve no ra shi dan gor pel fin mar tos bek zul ham rid".split()
TRADES = "Trading Electronics Logistics Components Instruments Systems Export Technics Supply Engineering".split()
FORMS = "LLC,Ltd,OOO,GmbH,Co. Ltd,JSC,FZE,SA".split(",")
COUNTRIES = "KZ KG AE TR CN HK AM GE UZ DE".split()
STREETS = "Lesnaya Harbour Cedar Orchard Mill Station Garden Union Lake Hill".split()


def word(rng):
    return "".join(rng.choice(SYLLABLES) for _ in range(rng.randint(2, 4))).capitalize()


def main():
    rows, rng = int(sys.argv[1]), random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    write = sys.stdout.write
    write("order_id,consignee,contact,vessel,consignee_address,country,dob\n")
    for number in range(1, rows + 1):
        firm = f"{word(rng)} {word(rng)} {rng.choice(TRADES)} {rng.choice(FORMS)}"
        contact = f"{word(rng)} {word(rng)}"
        vessel = f"{word(rng)} {rng.randint(1, 99)}" if number % 10 == 0 else ""
        address = f'"{rng.randint(1, 300)} {word(rng)} {rng.choice(STREETS)} St, {word(rng)}"'
        if number % 1000 == 0:
            write(f"{number},{firm}\n")
            continue
        write(f"{number},{firm},{contact},{vessel},{address},{rng.choice(COUNTRIES)},{rng.randint(1940, 2005)}\n")


if __name__ == "__main__":
    main()
