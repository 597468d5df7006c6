"""Geography, offices, and what a utility states about itself."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

from fastapi import Query, Response

from reference_backend.accounts import account_if_known, place_of
from reference_backend.answers import NearestAnswer, OfficeAnswer, PlaceAnswer, UtilityAnswer
from reference_backend.database import Database
from reference_backend.gazetteer import Place
from reference_backend.geography import find_place
from reference_backend.positions import nearest
from reference_backend.problems import unknown
from reference_backend.requests import AccountNumber, Latitude, Longitude, Pincode
from reference_backend.routes.parts import Records, addresses, told
from reference_backend.utility_data import Office, Utility, default_utility, utilities

router = addresses("", "places")
Text = Annotated[str | None, Query(max_length=500)]


@router.get("/places", response_model=PlaceAnswer)
async def get_place(
    records: Records,
    text: Text = None,
    pincode: Annotated[Pincode | None, Query()] = None,
    account_number: Annotated[AccountNumber | None, Query()] = None,
) -> Response:
    """Who serves a place; one that nobody knows is answered with `known` false."""

    near = await _place_of(records, account_number) if account_number is not None else None
    return told(PlaceAnswer.model_validate(find_place(text, pincode, near)))


@router.get("/places/nearest", response_model=NearestAnswer)
def get_nearest(
    latitude: Annotated[Latitude, Query()], longitude: Annotated[Longitude, Query()]
) -> NearestAnswer:
    """The known place nearest to coordinates (degrees, WGS 84), for the person to confirm."""
    near = nearest(latitude, longitude)
    stated = asdict(near.place) if near.place else {}
    return NearestAnswer.model_validate(
        {
            **{name: stated.get(name) for name in NearestAnswer.model_fields},
            "known": near.place is not None and near.place.known,
            "distance_km": near.distance_km,
            "certainty": near.certainty,
        }
    )


@router.get("/offices", response_model=list[OfficeAnswer])
def list_offices(
    locality: Text = None, utility: Annotated[str | None, Query(max_length=40)] = None
) -> list[OfficeAnswer]:
    """The offices of a utility, or of the locality's; those in its own division first."""
    place = find_place(locality)
    served_by = _utility(utility or place.utility)
    offices = [_office(office, served_by.code, place) for office in served_by.offices]
    return sorted(offices, key=lambda office: not office.here)


@router.get("/utility", response_model=UtilityAnswer)
def get_utility(code: Annotated[str | None, Query(max_length=40)] = None) -> UtilityAnswer:
    """What a utility states about itself; without a code, the default utility."""
    found = _utility(code) if code else default_utility()
    return UtilityAnswer.model_validate(
        {
            **{
                name: getattr(found, name)
                for name in UtilityAnswer.model_fields
                if name != "portals"
            },
            "portals": found.portals.links,
        }
    )


async def _place_of(records: Database, account_number: str) -> Place | None:
    account = await records.read(lambda session: account_if_known(session, account_number))
    return place_of(account) if account else None


def _utility(code: str) -> Utility:
    found = utilities().get(code)
    if found is None:
        raise unknown("utility")
    return found


def _office(office: Office, utility: str, place: Place) -> OfficeAnswer:
    named = find_place(office.name).key == place.key and place.known
    in_division = office.division is not None and office.division == place.division
    here = utility == place.utility and (named or in_division)
    return OfficeAnswer.model_validate({**office.model_dump(), "utility": utility, "here": here})
