"""Catalogues for tests: each sentence says its key and its language."""

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from bot.wording.catalogue import INDISPENSABLE, LOCALES

FORMATS = {
    "format.datetime": "EEE d MMM, h:mm a",
    "format.date": "d MMMM y",
    "format.kilowatt": "{number} kW",
}


def write_catalogues(directory: Path, *more: str) -> Path:
    """Write all three, with `more` keys, and return the directory."""
    for language, (folder, _) in LOCALES.items():
        catalog = Catalog(locale=folder, charset="utf-8")
        for key in (*INDISPENSABLE, "test.yes", *more):
            catalog.add(key, FORMATS.get(key, f"{key} [{language}]"))
        catalog.add("desk.still_waiting", f"number {{count}} [{language}]")
        catalog.add("test.echo", f"{{said}} [{language}]")
        catalog.add("test.due", f"due {{when}} [{language}]")
        catalog.add(("test.days", "test.days"), (f"one day [{language}]", "{count} days"))
        path = directory / folder / "LC_MESSAGES" / "messages.po"
        path.parent.mkdir(parents=True)
        with path.open("wb") as file:
            write_po(file, catalog)
    return directory
