"""`make audit`: every library of both environments is asked about, and no answer is no comfort."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from launch import ROOT


class Osv:
    """The OSV database on the wire; `known` are vulnerabilities by package."""

    def __init__(self) -> None:
        self.known: dict[str, list[str]] = {}
        self.asked: set[str] = set()
        self.works = True
        osv = self

        class Door(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                query = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                self.send_response(200 if osv.works else 503)
                self.end_headers()
                self.wfile.write(json.dumps(osv.answer(query["package"]["name"])).encode())

            def log_message(self, *_args: object) -> None:
                """The test's own output stays clean."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
        self.url = f"http://127.0.0.1:{self.server.server_port}/v1/query"

    def answer(self, package: str) -> dict[str, Any]:
        """What is known of a package, as OSV tells it."""
        self.asked.add(package)
        affected = [{"package": {"name": package, "ecosystem": "PyPI"}}]
        ids = self.known.get(package, [])
        found = [
            {"id": f"GHSA-{n}", "aliases": [one], "affected": affected, "summary": "x"}
            for n, one in enumerate(ids)
        ]
        return {"vulns": found} if found else {}


@pytest.fixture
def osv() -> Iterator[Osv]:
    """It knows of nothing yet."""
    osv = Osv()
    thread = threading.Thread(target=osv.server.serve_forever)
    thread.start()
    yield osv
    osv.server.shutdown()
    thread.join()
    osv.server.server_close()


def audited(osv: Osv) -> subprocess.CompletedProcess[str]:
    """What came of the audit."""
    command = [sys.executable, str(ROOT / "scripts/audit.py"), "--osv-url", osv.url]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_vulnerability_without_a_reason_is_told(osv: Osv) -> None:
    """In either environment; one that stays for a reason is not."""
    osv.known = {"fastapi": ["CVE-2026-0001"], "sanic": ["CVE-2026-0002"]}
    osv.known["aiohttp"] = ["CVE-2026-22815", "CVE-2026-0003"]
    ran = audited(osv)
    assert ran.returncode == 1, ran.stderr
    told = ran.stdout.splitlines()
    assert "root: fastapi: CVE-2026-0001 (mended in none yet)" in told
    assert "nlu: sanic: CVE-2026-0002 (mended in none yet)" in told
    # The reason is one vulnerability's, and not its package's.
    assert "nlu: aiohttp: CVE-2026-0003 (mended in none yet)" in told
    assert not [line for line in told if "CVE-2026-22815" in line]
    assert {"rasa", "sqlalchemy", "uvicorn"} <= osv.asked


def test_nothing_known_is_well(osv: Osv) -> None:
    """Every library was asked about."""
    ran = audited(osv)
    assert (ran.returncode, ran.stdout) == (0, "no vulnerability without a reason\n"), ran.stderr


def test_a_database_that_is_away_is_no_good_news(osv: Osv) -> None:
    """pip-audit alone would say that it found nothing."""
    osv.works = False
    ran = audited(osv)
    assert ran.returncode == 2
    assert "no vulnerability" not in ran.stdout
