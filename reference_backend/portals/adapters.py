"""How an application is written for each portal, and how the portal's number is read."""

from __future__ import annotations

from typing import Any, Protocol

from reference_backend.tables import Application


class UnreadableAnswer(ValueError):
    """The portal took the application and did not say under which number."""


class Portal(Protocol):
    """One portal; `name` is its word in the utilities' data."""

    name: str

    def form(self, made: Application) -> dict[str, Any]:
        """The application in the portal's words."""

    def number(self, answer: Any) -> str:
        """The portal's own number in its answer. Raises `UnreadableAnswer`."""


class Jhatpat:
    """Homes, shops and tube wells."""

    name = "jhatpat"

    def form(self, made: Application) -> dict[str, Any]:
        """The applicant is a person with a father's name."""
        return {
            **_common(made),
            "applicantName": made.person_name,
            "fatherName": made.father_name,
            "mobileNo": made.mobile_number,
            "email": made.email,
            "loadKw": made.load_kw,
            "premisesAddress": made.address,
        }

    def number(self, answer: Any) -> str:
        """`applicationNo`."""
        return _named(answer, "applicationNo")


class NiveshMitra:
    """Industry: the single window of the state."""

    name = "nivesh_mitra"

    def form(self, made: Application) -> dict[str, Any]:
        """The applicant is a unit with a site."""
        return {
            **_common(made),
            "unitName": made.person_name,
            "contactMobile": made.mobile_number,
            "contactEmail": made.email,
            "contractedLoadKw": made.load_kw,
            "siteAddress": made.address,
        }

    def number(self, answer: Any) -> str:
        """`requestId`."""
        return _named(answer, "requestId")


PORTALS: dict[str, Portal] = {portal.name: portal for portal in (Jhatpat(), NiveshMitra())}
#: Categories in the words of the tariff (uppclonline.com, schedule of tariffs).
_SUPPLY_TYPES = {
    "domestic": "LMV-1",
    "commercial": "LMV-2",
    "agricultural": "LMV-5",
    "industrial": "LMV-6",
}


def _common(made: Application) -> dict[str, Any]:
    return {
        "referenceNo": made.number,
        "supplyType": _SUPPLY_TYPES.get(made.connection_category or ""),
        "phase": made.phase,
        "locality": made.locality,
        "landmark": made.landmark,
        "pincode": made.pincode,
        "discom": made.utility,
        "division": made.division,
        "ownership": made.owner_or_tenant,
        "existingDues": made.existing_dues,
        "documents": made.documents,
        "consentAt": made.consent.get("at"),
    }


def _named(answer: Any, name: str) -> str:
    number = answer.get(name) if isinstance(answer, dict) else None
    if not isinstance(number, str) or not 0 < len(number) <= 60:
        raise UnreadableAnswer(f"no {name} in the answer")
    return number
