"""What the product is deployed with: Dockerfiles, Compose, the proxies, Kubernetes' manifests.

`python scripts/checks/deployment.py`: exit code 1 if one of the tools finds a fault. Nothing is
started, so neither Docker nor a cluster is needed.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOOLS = Path(sys.executable).parent
#: The oldest release that the manifests have to work on.
KUBERNETES = "1.31"


def commands() -> Iterator[list[str | Path]]:
    """Each tool with what it looks at."""
    yield [TOOLS / "hadolint", *sorted((ROOT / "docker").glob("Dockerfile*"))]
    compose = ROOT / "docker-compose.yml"
    schema = ["--builtin-schema", "vendor.compose-spec"]
    yield [TOOLS / "check-jsonschema", "--quiet", *schema, compose]
    for config in sorted((ROOT / "docker").glob("*.caddyfile")):
        yield [TOOLS / "caddy", "validate", "--adapter", "caddyfile", "--config", config]
    manifests = sorted((ROOT / "ops/kubernetes").glob("*.yaml"))
    yield [TOOLS / "kubernetes-validate", "--strict", "-k", KUBERNETES, *manifests]


def main() -> int:
    """0 if every tool is content; what one is not content with is printed."""
    environment = {**os.environ, "SITE": "example.org"}
    faults = 0
    for command in commands():
        ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if ran.returncode:
            faults = 1
            print(ran.stdout + ran.stderr, file=sys.stderr)
    return faults


if __name__ == "__main__":
    sys.exit(main())
