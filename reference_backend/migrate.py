"""`python -m reference_backend.migrate`: brings the utility's tables up to date, once, before
backends start. They do the same at their own start, one after the other."""

from __future__ import annotations

import sys

from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError

from reference_backend.database import Database
from reference_backend.settings import RecordsSettings
from watching import logs


def main() -> int:
    """Exit code 2 if the settings cannot be used, 1 if the database cannot."""
    logs.set_up("migration")
    try:
        database = Database(RecordsSettings().backend_database_url)
    except ValidationError as error:
        sys.stderr.write(f"reference_backend.migrate: {error}\n")
        return 2
    try:
        database.migrate()
    except SQLAlchemyError as error:
        kind = type(error).__name__
        sys.stderr.write(f"reference_backend.migrate: the database cannot be used: {kind}\n")
        return 1
    finally:
        database.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
