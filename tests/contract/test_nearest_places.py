"""Which place lies at given coordinates."""

import pytest

from backend_client import BackendClient, InvalidRequest
from reference_backend.geography import find_place
from reference_backend.utility_data import utilities


async def test_the_nearest_locality_is_named_with_its_division(backend: BackendClient) -> None:
    """In both scripts, with the distance and how sure the map is."""
    near = await backend.nearest(26.4781, 80.2972)

    assert (near.known, near.utility, near.locality) == (True, "kesco", "Kakadeo")
    assert (near.locality_hi, near.division) == ("काकादेव", "Sarvodaya Nagar")
    assert (near.distance_km, near.certainty) == (0.0, "approximate")
    assert (await backend.nearest(21.25, 81.63)).utility == "cspdcl"


@pytest.mark.parametrize(
    ("latitude", "longitude", "utility"),
    [
        (26.3600, 80.2600, "kesco"),  # the town's edge, no locality of it
        (28.6139, 77.2090, None),  # Delhi
        (26.8467, 80.9462, None),  # Lucknow
        (26.5470, 80.4880, None),  # Unnao, across the Ganga
        (-90.0, 180.0, None),
    ],
)
async def test_what_is_not_known_is_not_guessed(
    backend: BackendClient, latitude: float, longitude: float, utility: str | None
) -> None:
    """Inside the area without a locality; outside it without a utility."""
    near = await backend.nearest(latitude, longitude)
    assert (near.known, near.locality, near.utility) == (False, None, utility)


@pytest.mark.parametrize(("latitude", "longitude"), [(91.0, 80.0), (26.0, 181.0)])
async def test_what_is_nowhere_on_earth_is_refused(
    backend: BackendClient, latitude: float, longitude: float
) -> None:
    """422 with the field."""
    with pytest.raises(InvalidRequest):
        await backend.nearest(latitude, longitude)


@pytest.mark.parametrize("code", utilities())
def test_every_position_belongs_to_a_place_of_its_utility(code: str) -> None:
    """Under its own name, once, and inside the utility's area."""
    positions = utilities()[code].positions
    names = [position.name for position in positions.places]

    assert len(set(names)) == len(names)
    assert positions.source
    for name in names:
        place = find_place(name)
        assert (place.known, place.utility, place.locality) == (True, code, name)
