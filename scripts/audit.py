"""Are the libraries that the product runs on known to be vulnerable?

`python scripts/audit.py [--osv-url URL]`: asks the OSV database about every library of both lock
files. Exit code 1 if one has a vulnerability that ops/accepted_vulnerabilities.yml gives no reason
for, 2 if the database could not be asked about every one of them.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1]
ACCEPTED = ROOT / "ops/accepted_vulnerabilities.yml"
OSV = "https://api.osv.dev/v1/query"
#: What runs: of our own environment without what only tests need; Rasa's has nothing else.
ENVIRONMENTS = {"root": (ROOT, ["--no-dev"]), "nlu": (ROOT / "nlu", [])}


class NotAudited(Exception):
    """The database was not asked, or not about everything."""


def audit(osv_url: str) -> list[str]:
    """One line for each vulnerability without a reason. Raises NotAudited."""
    reasons = yaml.safe_load(ACCEPTED.read_text(encoding="utf-8"))
    return [
        f"{name}: {package}: {vulnerability['id']} (mended in {mended_in(vulnerability)})"
        for name, (folder, options) in ENVIRONMENTS.items()
        for package, vulnerability in found(libraries(folder, options), osv_url)
        if not accepted(package, vulnerability, reasons[name])
    ]


def libraries(folder: Path, options: list[str]) -> str:
    """The libraries of a lock file as requirements, our own placeholders left out."""
    given = ["--frozen", "--no-emit-project", "--no-hashes", "--no-annotate", "--no-header"]
    uv = ["sh", str(ROOT / "scripts/uv"), "--directory", str(folder)]
    command = [*uv, "export", *given, *options]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    return "\n".join(line for line in lines if not line.startswith("./"))


def found(requirements: str, osv_url: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every vulnerability with its package. Raises NotAudited."""
    options = ["--no-deps", "--disable-pip", "--progress-spinner", "off", "--format", "json"]
    asked = ["--vulnerability-service", "osv", "--osv-url", osv_url]
    pip_audit = str(Path(sys.executable).with_name("pip-audit"))
    command = [pip_audit, *options, *asked, "-r", "/dev/stdin"]
    ran = subprocess.run(command, input=requirements, capture_output=True, text=True, check=False)
    try:
        told = json.loads(ran.stdout)["dependencies"]
    except ValueError as error:
        last = ran.stderr.strip().splitlines()[-1:]
        raise NotAudited(f"OSV could not be asked: {' '.join(last)}") from error
    left_out = [one["name"] for one in told if "skip_reason" in one]
    if left_out:
        raise NotAudited(f"not looked up: {', '.join(left_out)}")
    for one in told:
        for vulnerability in one["vulns"]:
            yield one["name"], vulnerability


def accepted(package: str, vulnerability: dict[str, Any], reasons: list[dict[str, Any]]) -> bool:
    """Whether there is a reason why this one stays."""
    names = {vulnerability["id"], *vulnerability["aliases"]}
    return any(one["package"] == package and names & set(one["ids"]) for one in reasons)


def mended_in(vulnerability: dict[str, Any]) -> str:
    """The releases without it."""
    return ", ".join(vulnerability["fix_versions"]) or "none yet"


def main() -> int:
    """Print what is found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--osv-url", default=OSV)
    try:
        faults = audit(parser.parse_args().osv_url)
    except NotAudited as error:
        print(f"audit: {error}", file=sys.stderr)
        return 2
    print("\n".join(faults) or "no vulnerability without a reason")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
