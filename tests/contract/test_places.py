"""Where a place lies and what its utility states."""

import pytest

from backend_client import BackendClient, NotFound


async def test_a_place_is_found_by_name_pin_or_account(backend: BackendClient) -> None:
    """Kanpur is KESCO's, Chhattisgarh CSPDCL's."""
    named = await backend.place("बर्रा ६ के पास")
    assert (named.utility, named.locality, named.known) == ("kesco", "Barra 6", True)
    assert named.division_hi == "विश्व बैंक बर्रा"
    by_pin = await backend.place(pincode="492001")
    assert (by_pin.utility, by_pin.known) == ("cspdcl", False)
    by_account = await backend.place(account_number="7012345678")
    assert by_account.division == "Vishwa Bank Barra"


async def test_an_unknown_place_is_no_error(backend: BackendClient) -> None:
    """It is kept as said; the default utility takes it."""
    place = await backend.place("Zzyxwood Enclave")
    assert (place.utility, place.known, place.locality) == ("kesco", False, "Zzyxwood Enclave")


async def test_the_office_of_the_locality_comes_first(backend: BackendClient) -> None:
    """All five help desks are told; none is claimed to be here when none is."""
    near = await backend.offices("फूलबाग")
    assert (near[0].name, near[0].here) == ("Phoolbagh", True)
    assert len(near) == 5
    assert not any(office.here for office in await backend.offices("Jajmau"))


async def test_every_fact_of_a_utility_has_a_source(backend: BackendClient) -> None:
    """1912 for KESCO, the missed-call number for CSPDCL, and no utility by another name."""
    kesco, cspdcl = await backend.utility(), await backend.utility("cspdcl")
    assert "1912" in [fact.value for fact in kesco.helplines]
    assert "7404040625" in [fact.value for fact in cspdcl.helplines]
    facts = [*kesco.helplines, *kesco.ways_to_pay, *kesco.portals, *cspdcl.promises]
    assert all(fact.source for fact in facts)
    with pytest.raises(NotFound):
        await backend.utility("atlantis")
