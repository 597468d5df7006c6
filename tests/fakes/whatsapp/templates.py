"""Which templates Meta has approved for the business."""

from typing import Any


class Templates:
    """`approved`: name and language code, with the number of parameters in the body."""

    def __init__(self) -> None:
        self.approved: dict[tuple[str, str], int] = {}

    def code_for(self, template: dict[str, Any]) -> int | None:
        """Meta's error code for what is sent; None if the template fits."""
        key = (template["name"], template["language"]["code"])
        if key not in self.approved:
            return 132001
        places = [part for part in template.get("components", []) if part["type"] == "body"]
        given = sum(len(part["parameters"]) for part in places)
        return None if given == self.approved[key] else 132000
