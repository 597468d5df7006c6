"""Random requests along the contract: never a failure of the server, always a documented answer.

Each generated request is also sent to records that exist, since a random number is nobody's.
"""

import json
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.conformance.conftest import Server
from tests.conformance.port import NEEDED
from tests.conformance.reports import application, fault, made, with_key

ROOT = Path(__file__).parents[2]
DOCUMENT = json.loads((ROOT / "backend_client" / "openapi.json").read_text(encoding="utf-8"))
EXAMPLES = 15  # of each operation
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
AnyCase = schemathesis.Case[Any]
THOROUGH = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
contract = schemathesis.openapi.from_dict(DOCUMENT)
needed = contract.include(lambda context: context.operation.label in NEEDED)
of_staff = contract.exclude(lambda context: context.operation.label in NEEDED)


@pytest.fixture(scope="module")
def numbers(server: Server) -> dict[str, str]:
    """Records that exist, by the first part of their address."""
    with server.client() as utility:
        return {
            "tickets": made(utility, "/tickets", fault())["number"],
            "applications": made(utility, "/applications", application())["number"],
        }


@needed.parametrize()
@THOROUGH
def test_every_answer_is_as_documented(
    case: AnyCase, server: Server, numbers: dict[str, str]
) -> None:
    """Whatever is sent, right or wrong."""
    send_twice(case, server, numbers)


@of_staff.parametrize()
@THOROUGH
def test_every_answer_to_the_staff_is_as_documented(
    case: AnyCase, server: Server, numbers: dict[str, str]
) -> None:
    """The same for the addresses that the reference backend alone has."""
    send_twice(case, server, numbers)


def send_twice(case: AnyCase, server: Server, numbers: dict[str, str]) -> None:
    """As it was generated, and to a record that exists."""
    send(case, server)
    subject = case.operation.path.removeprefix("/api/v1/").split("/")[0]
    if "number" in (case.path_parameters or {}) and subject in numbers:
        assert case.path_parameters is not None
        case.path_parameters["number"] = numbers[subject]
        send(case, server)


def send(case: AnyCase, server: Server) -> None:
    """Send the case with our key, and with a new Idempotency-Key where it is a POST."""
    headers = {"Authorization": f"Bearer {server.key}"}
    if case.method == "POST":
        headers |= with_key()
    case.call_and_validate(base_url=server.url, headers=headers, checks=CHECKS, timeout=30)
