"""Bills, applications and demand notes, as the utility states them."""

import pytest

from backend_client import BackendClient, Conflict, NotFound
from tests.contract.requests import application, new_key


async def test_a_bill_states_what_is_due(backend: BackendClient) -> None:
    """Amount, date, arrears and surcharge to the paisa; no name."""
    bill = await backend.bill("7012345679")
    assert (bill.amount, bill.arrears, bill.surcharge) == (1185.5, 420, 5.25)
    assert str((await backend.bill("7012345678")).due_date) == "2026-12-05"
    assert "name" not in bill.model_dump()


async def test_no_bill_and_no_account_are_two_things(backend: BackendClient) -> None:
    """An account without a bill exists; an unknown one does not."""
    with pytest.raises(Conflict) as refused:
        await backend.bill("123456789012")
    assert refused.value.code == "not_issued_yet"
    with pytest.raises(NotFound) as unknown:
        await backend.bill("7099999999")
    assert unknown.value.code == "unknown_account"


async def test_a_consumer_is_found_by_account(backend: BackendClient) -> None:
    """With what the sample says and what the geography adds."""
    consumer = await backend.consumer("7012345678")
    assert (consumer.name, consumer.load_kw) == ("Ramesh Kumar", 2)
    assert consumer.division == "Vishwa Bank Barra"


async def test_an_application_is_recorded_as_asked(backend: BackendClient) -> None:
    """Its number leads back to it, and the next step is the survey."""
    request = application(father_name="राम लाल", phase="single", documents=["aadhaar", "photo"])
    made = await backend.apply(request, new_key())
    assert made.number.startswith("NC-") and made.number > "NC-2026-000125"
    assert (made.status, made.next_step) == ("received", "survey")
    assert (made.load_kw, made.load_asked) == (2, "2 kw")
    assert (made.division, made.documents) == ("Sarvodaya Nagar", ["aadhaar", "photo"])
    assert await backend.application(made.number) == made
    assert (await backend.applications_of("9876543210"))[0] == made


@pytest.mark.parametrize(
    ("category", "portal"),
    [("domestic", "jhatpat"), ("commercial", "jhatpat"), ("industrial", "nivesh_mitra")],
)
async def test_the_category_decides_the_portal(
    backend: BackendClient, category: str, portal: str
) -> None:
    """Industry applies through Nivesh Mitra, everybody else through Jhatpat."""
    request = application(connection_category=category)
    assert (await backend.apply(request, new_key())).portal == portal


async def test_one_key_makes_one_application(backend: BackendClient) -> None:
    """Two taps on send are one application."""
    key = new_key()
    first = await backend.apply(application(), key)
    assert await backend.apply(application(), key) == first
    assert len(await backend.applications_of("9876543210")) == 1


async def test_a_demand_note_has_the_components_that_it_was_issued_with(
    backend: BackendClient,
) -> None:
    """A bare sum stays a bare sum: nobody splits it by guessing."""
    bare = await backend.demand("NC-2026-000123")
    assert (bare.total, bare.paid, bare.components) == (3198, False, [])
    split = await backend.demand("NC-2026-000124")
    assert [(line.key, line.amount) for line in split.components] == [
        ("metering", 2800),
        ("service_line", 398),
    ]


async def test_no_demand_note_before_it_is_issued(backend: BackendClient) -> None:
    """Neither for the sample's application nor for one made a moment ago."""
    made = await backend.apply(application(), new_key())
    for number in ("NC-2026-000125", made.number):
        with pytest.raises(Conflict) as refused:
            await backend.demand(number)
        assert refused.value.code == "not_issued_yet"
    with pytest.raises(NotFound):
        await backend.demand("NC-2026-999999")
