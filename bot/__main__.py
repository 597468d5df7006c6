"""`python -m bot`: the gateway on BOT_HOST and PORT."""

import sys

import uvicorn
from pydantic import ValidationError

from bot.app import create_app
from bot.channels.web.head import BoundedHead
from bot.errors import FieldKeysWrong, GatewayError
from bot.settings import Settings
from watching import logs, memory, tracing

SECONDS_TO_END = 3


def main() -> int:
    """Serve until told to end; exit code 2 if settings, catalogues or templates cannot be used."""
    logs.set_up("gateway")
    try:
        settings = Settings()
        if not settings.keyring.seals:
            raise FieldKeysWrong("FIELD_KEYS is not set (.env.example says what it is)")
        tracing.record_to(settings.otel_exporter_otlp_endpoint, "gateway")
        app = create_app(settings)
    except (ValidationError, GatewayError) as error:
        print(f"bot: {error}", file=sys.stderr)
        return 2
    memory.settle()
    uvicorn.run(
        app,
        host=settings.bot_host,
        port=settings.port,
        http=BoundedHead,
        log_config=None,
        access_log=False,
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_graceful_shutdown=SECONDS_TO_END,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
