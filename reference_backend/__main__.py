"""Starts the reference backend: `python -m reference_backend`."""

from __future__ import annotations

import sys

import uvicorn
from pydantic import ValidationError
from sqlalchemy.exc import OperationalError

from reference_backend.app import create_app
from reference_backend.database import Database
from reference_backend.sample import SampleError, load_sample, read_sample
from reference_backend.settings import Settings
from watching import logs, memory, tracing


def main() -> int:
    """Serve until a signal ends it; 2 when the settings or the sample cannot be used."""
    logs.set_up("backend")
    try:
        settings = Settings()
        tracing.record_to(settings.otel_exporter_otlp_endpoint, "backend")
        sample = read_sample(settings.sample)
    except ValidationError as error:
        faults = (": ".join([*map(str, one["loc"]), one["msg"]]) for one in error.errors())
        sys.stderr.write("reference backend: " + "; ".join(faults) + "\n")
        return 2
    except SampleError as error:
        sys.stderr.write(f"reference backend: {error}\n")
        return 2
    database = Database(settings.backend_database_url, settings.backend_database_timeout)
    try:
        database.migrate()
        load_sample(database, sample)
    except OperationalError as error:
        sys.stderr.write(f"reference backend: the database cannot be used: {error.orig}\n")
        return 1
    app = create_app(settings, database)
    memory.settle()
    # No access log: addresses carry mobile numbers.
    uvicorn.run(
        app,
        host=settings.backend_host,
        port=settings.backend_port,
        access_log=False,
        log_config=None,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
