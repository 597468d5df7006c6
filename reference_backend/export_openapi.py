"""Writes the backend's OpenAPI document: `python -m reference_backend.export_openapi [FILE]`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from reference_backend.app import create_app
from reference_backend.database import Database
from reference_backend.settings import Settings

DOCUMENT = Path(__file__).parent.parent / "backend_client" / "openapi.json"


def openapi() -> str:
    """The document as text; needs no running backend and no records."""
    settings = Settings(backend_api_key="only-for-the-document")
    app = create_app(settings, Database("sqlite:///:memory:"))
    return json.dumps(app.openapi(), indent=2, sort_keys=True) + "\n"


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else DOCUMENT
    target.write_text(openapi(), encoding="utf-8")
