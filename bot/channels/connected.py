"""The channels that the settings of a gateway name.

What serves a channel is loaded with it: a library like Telegram's takes more memory than the
gateway's own code, and most gateways do without.
"""

from collections.abc import Callable
from datetime import datetime

from fastapi import FastAPI
from pydantic import SecretStr

from bot.channels.missed_call import channel as missed_call
from bot.channels.sms import channel as sms
from bot.channels.sms.templates import approve
from bot.notices import webhook as notices
from bot.notices.desk import Desk
from bot.notices.hours import QuietHours
from bot.settings import Settings

Clock = Callable[[], datetime]


def connect(app: FastAPI, settings: Settings, clock: Clock) -> dict[str, int]:
    """Put every channel into the app's state, None where there is none, and its webhook into
    the app. Gives the webhooks' paths with the bytes that their bodies may have.

    Raises BadTemplates and UnknownProvider if SMS cannot be sent as set.
    """
    larger = _connect_whatsapp(app, settings, clock) | _connect_telegram(app, settings, clock)
    _connect_sms(app, settings, clock)
    _connect_missed_calls(app, settings, clock)
    if settings.notices_secret:
        app.include_router(_notices_door(app, settings, settings.notices_secret).router)
    return larger


def _connect_whatsapp(app: FastAPI, settings: Settings, clock: Clock) -> dict[str, int]:
    state = app.state
    state.whatsapp = None
    if settings.whatsapp is None:
        return {}
    from bot.channels.whatsapp import webhook
    from bot.channels.whatsapp.channel import Channel

    state.whatsapp = Channel(
        settings.whatsapp,
        state.database,
        state.conversations,
        state.wording,
        state.writing_limit,
        clock,
    )
    app.include_router(state.whatsapp.router)
    return {webhook.PATH: webhook.MOST_BYTES}


def _connect_telegram(app: FastAPI, settings: Settings, clock: Clock) -> dict[str, int]:
    state = app.state
    state.telegram = None
    if settings.telegram is None:
        return {}
    from bot.channels.telegram import webhook
    from bot.channels.telegram.channel import Channel

    state.telegram = Channel(
        settings.telegram,
        state.database,
        state.conversations,
        state.wording,
        state.writing_limit,
        clock,
    )
    if state.telegram.router:
        app.include_router(state.telegram.router)
    return {webhook.PATH: webhook.MOST_BYTES}


def _connect_sms(app: FastAPI, settings: Settings, clock: Clock) -> None:
    state = app.state
    state.sms = None
    approve(None)  # an earlier app of this process may have sent SMS
    if settings.sms:
        state.sms = sms.Channel(settings.sms, state.database, state.wording, clock)
        app.include_router(state.sms.router)


def _connect_missed_calls(app: FastAPI, settings: Settings, clock: Clock) -> None:
    state = app.state
    state.missed_call = None
    if settings.hook_secret:
        state.missed_call = missed_call.Channel(
            state.database, state.conversations, clock, settings.hook_secret
        )
        app.include_router(state.missed_call.router)


def _notices_door(app: FastAPI, settings: Settings, secret: SecretStr) -> notices.Door:
    """Where the utility's notices come in."""
    state = app.state
    quiet = QuietHours(settings.quiet_from, settings.quiet_until)
    desk = Desk(state.database, state.wording, state.conversations.bell, quiet, state.clock)
    return notices.Door(desk, secret.get_secret_value(), state.clock)
