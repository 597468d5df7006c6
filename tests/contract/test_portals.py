"""Applications reach their portal, whatever happens on the way."""

from datetime import timedelta

import pytest

from backend_client import BackendClient
from reference_backend.clock import now
from reference_backend.database import Database
from reference_backend.portals.addresses import Address
from reference_backend.portals.courier import Courier
from reference_backend.portals.reference import create_portal
from reference_backend.settings import Settings
from tests.contract.requests import application, new_key
from tests.contract.staff import Staff
from tests.serving import free_port, served

KEY = "a-key-of-the-portal"
NAMES = {"jhatpat": "applicationNo", "nivesh_mitra": "requestId"}


async def handed_over(
    staff: Staff, portal: str, url: str, key: str = KEY, *, hours: float = 2
) -> int:
    """One round of the courier, so many hours from now: each pause is at most one hour."""
    database = Database(staff.database_url)
    courier = Courier(
        database, {portal: Address(url, key)}, clock=lambda: now() + timedelta(hours=hours)
    )
    try:
        return await courier.hand_over_due()
    finally:
        await courier.close()
        database.close()


@pytest.mark.parametrize(
    ("category", "portal", "name"),
    [
        ("domestic", "jhatpat", "applicantName"),
        ("commercial", "jhatpat", "applicantName"),
        ("industrial", "nivesh_mitra", "unitName"),
    ],
)
async def test_an_application_goes_to_the_portal_of_its_category(
    backend: BackendClient, staff: Staff, category: str, portal: str, name: str
) -> None:
    """Once, in the portal's words, and the portal's number is told with it."""
    made = await backend.apply(application(connection_category=category, load_kw=2), new_key())
    site = create_portal(NAMES[portal], KEY)
    async with served(site) as url:
        assert await handed_over(staff, portal, url) == 1
        assert await handed_over(staff, portal, url) == 0
    form = site.state.taken[made.number]
    assert (form["referenceNo"], form[name]) == (made.number, "सुनीता देवी")
    assert form["consentAt"] == "2026-11-23T10:00:00+05:30"
    assert (await backend.application(made.number)).portal_number == "UP-00000001"
    assert staff.kinds(made.number)[-1] == "application.at_portal"


async def test_what_the_portal_cannot_take_now_goes_out_later(
    backend: BackendClient, staff: Staff
) -> None:
    """No answer, or one without a number: nothing is lost, nothing doubled."""
    made = await backend.apply(application(), new_key())
    assert await handed_over(staff, "jhatpat", f"http://127.0.0.1:{free_port()}") == 1
    async with served(create_portal("somethingElse", KEY)) as url:
        assert await handed_over(staff, "jhatpat", url, hours=4) == 1
    site = create_portal(NAMES["jhatpat"], KEY)
    async with served(site) as url:
        await handed_over(staff, "jhatpat", url, hours=6)
    assert list(site.state.taken) == [made.number]
    assert (await backend.application(made.number)).portal_number == "UP-00000001"


async def test_what_the_portal_refuses_waits_for_the_staff(
    backend: BackendClient, staff: Staff
) -> None:
    """With the portal's reason, and it is not sent again."""
    made = await backend.apply(application(), new_key())
    async with served(create_portal(NAMES["jhatpat"], KEY)) as url:
        assert await handed_over(staff, "jhatpat", url, key="a-wrong-key") == 1
        assert await handed_over(staff, "jhatpat", url) == 0
    refusal = staff.events(made.number)[-1]
    assert refusal.kind == "application.refused_by_portal"
    assert "401" in refusal.facts["reason"]
    assert (await backend.application(made.number)).portal_number is None


async def test_what_belongs_to_no_connected_portal_stays(
    backend: BackendClient, staff: Staff
) -> None:
    """An industrial application does not go to Jhatpat."""
    await backend.apply(application(connection_category="industrial"), new_key())
    site = create_portal(NAMES["jhatpat"], KEY)
    async with served(site) as url:
        assert await handed_over(staff, "jhatpat", url) == 0


def test_a_portal_without_its_key_is_no_portal() -> None:
    """The backend does not start with half a setting."""
    with pytest.raises(ValueError, match="JHATPAT_KEY"):
        Settings(backend_api_key="not-used-here", jhatpat_url="https://portal.example")
    connected = Settings(
        backend_api_key="not-used-here", jhatpat_url="https://portal.example", jhatpat_key="k"
    )
    assert list(connected.portals()) == ["jhatpat"]
