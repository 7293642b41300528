"""Real files sent over HTTP become what docs/cases/armenia-vehicles.md says of the command line."""

import os
import tempfile
import unittest

from jobs_test import Client
from portolan_server import Server, command, main

ROOT = os.path.join(os.path.dirname(__file__), "..", "..")
DATA = os.path.join(ROOT, "..", "shared", "data")
MAPPINGS = os.path.join(ROOT, "tests", "data", "mappings")

# File, mapping, and how many records there are, are imported and are kept apart, as the page counts them.
FILES = [
    ("armenia/vehicles_bilateral_monthly.csv.gz", "armenia_vehicles_bilateral.toml", 10_405, 7_096, 3_309),
    ("armenia/hs4_monthly.csv.gz", "armenia_hs4_monthly.toml", 397_876, 0, 397_876),
    ("armenia/country_monthly.csv.gz", "armenia_country_monthly.toml", 85_101, 55_782, 29_319),
    ("eu27-exports-monthly/exports.csv.gz", "eu27_exports_monthly.toml", 941_865, 831_283, 110_582),
]


@unittest.skipUnless(os.path.isdir(os.path.join(DATA, "armenia")), "the real data are not beside the repository")
class Armenia(unittest.TestCase):
    def test_files_become_a_lead_over_http(self):
        with tempfile.TemporaryDirectory() as folder:
            workspace = os.path.join(folder, "cars")
            self.assertEqual(command("init", workspace)[0], 0)
            with Server(workspace=workspace) as server:
                client = Client(server)
                for name, mapping, records, imported, apart in FILES:
                    uploads = {
                        "uploads": [client.upload(os.path.join(DATA, name))],
                        "mapping": client.upload(os.path.join(MAPPINGS, mapping)),
                    }
                    job = client.wait(client.start("/imports", uploads))
                    self.assertEqual(job["status"], "done", job)
                    (row,) = server.get(f"/jobs/{job['job']}/result").json()["data"]
                    self.assertEqual((row["records"], row["imported"], sum(row["apart"].values())), (records, imported, apart))
                # A list comes by the command line; the running server sees it.
                listed = os.path.join(DATA, "eu-sanction-dates-hs6", "sanctions_hs6.csv")
                self.assertEqual(command("goods", "import", listed, workspace=workspace)[0], 0)
                self.assertIn("eu", [row["list"] for row in server.get("/goods").json()["data"]])
                for path, body in [("/panels", {}), ("/detections", {"to": "RUS"})]:
                    job = client.wait(client.start(path, body))
                    self.assertEqual(job["status"], "done", job)
                for address, arguments in [
                    ("/leads", ["leads", "list"]),
                    ("/sources", ["sources", "list"]),
                    ("/corridors/WLD:ARM:RUS?goods=8703&from=2020", ["corridor", "WLD:ARM:RUS", "--goods", "8703", "--from", "2020"]),
                ]:
                    code, printed, errors = command(*arguments, "--format", "json", workspace=workspace)
                    self.assertEqual(code, 0, errors)
                    self.assertEqual(server.get(address).body, printed)
                leads = server.get("/leads").json()["data"]
                cars = [lead for lead in leads if lead["hub"] == "ARM" and lead["goods"]["family"].startswith("8703")]
                self.assertGreater(len(cars), 0)
                self.assertIn("lead", {lead["kind"] for lead in cars})
                rows = server.get(f"/leads/{cars[0]['id']}/evidence?limit=5").json()
                self.assertGreater(len(rows["data"]), 0)


if __name__ == "__main__":
    main()
