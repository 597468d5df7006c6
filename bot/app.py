"""Assembles the gateway; the only place where its parts meet."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime

from fastapi import FastAPI
from pydantic import SecretStr

from bot import health
from bot.attachments.keeper import Keeper
from bot.backend import connect
from bot.channels import telegram, whatsapp
from bot.channels.missed_call import channel as missed_call
from bot.channels.sms import channel as sms
from bot.channels.sms.templates import approve
from bot.channels.telegram import webhook as telegram_webhook
from bot.channels.web import routes, uploads
from bot.channels.web.body import BoundedBody
from bot.channels.web.headers import SecurityHeaders
from bot.channels.web.problems import answer_problems
from bot.channels.web.short_way import ShortWay
from bot.channels.whatsapp import webhook as whatsapp_webhook
from bot.conversations import Conversations
from bot.conversations.service import now_in_utc
from bot.conversations.worker import answer_what_stayed_open
from bot.helpdesk import deadlines
from bot.helpdesk import routes as desk
from bot.helpdesk.assist.assisting import Assisting
from bot.helpdesk.callbacks import routes as callbacks
from bot.helpdesk.deadlines import Deadlines
from bot.helpdesk.talking import Talking
from bot.helpdesk.watch import Watch
from bot.helpdesk.window import Windows
from bot.limits import Limit, SharedLimit
from bot.metrics import routes as metrics
from bot.metrics.figures import REQUEST_SECONDS
from bot.notices import webhook as notices
from bot.notices.desk import Desk
from bot.notices.hours import QuietHours
from bot.notices.teller import Teller
from bot.pages import kiosk
from bot.pages import router as pages
from bot.people.codes import Codes
from bot.people.service import People
from bot.privacy import page as privacy
from bot.privacy import people_page
from bot.privacy.erasing import Eraser
from bot.privacy.retention import Retention
from bot.rasa import Rasa
from bot.reports import routes as reports
from bot.settings import Settings
from bot.shared import Link
from bot.shared.wakeups import WakeUps
from bot.staff import members_page
from bot.staff import routes as staff
from bot.staff.openid.routes import Door
from bot.staff.openid.service import Service
from bot.staff.web import answer_staff_errors
from bot.store.database import Database
from bot.storm import routes as storm
from bot.unclear import routes as unclear
from bot.wording import Wording
from watching.requests import Watched


def create_app(settings: Settings, clock: Callable[[], datetime] = now_in_utc) -> FastAPI:
    """A gateway that starts its parts with the server and ends them with it.

    Raises BadCatalogue if a translation cannot be used, BadTemplates and UnknownProvider if
    SMS cannot be sent as set.
    """
    app = FastAPI(title="Bijli Sahayak", docs_url=None, redoc_url=None, lifespan=_lifespan)
    token = settings.rasa_token.get_secret_value() if settings.rasa_token else None
    app.state.settings = settings
    app.state.clock = clock
    app.state.wording = Wording(settings.locales_dir)
    app.state.database = Database(
        settings.database_url, settings.keyring, settings.database_timeout
    )
    app.state.rasa = Rasa(settings.rasa_url, token, settings.turn_timeout_seconds)
    app.state.link = Link(settings.redis_url.get_secret_value()) if settings.redis_url else None
    app.state.keeper = Keeper(settings, app.state.database, clock)
    app.state.conversations = Conversations(
        app.state.database,
        app.state.rasa,
        app.state.wording,
        clock,
        settings.lookups_per_hour,
        app.state.link,
        app.state.keeper.attachments,
        People(app.state.database, app.state.wording, _codes(settings, app, clock), clock),
        settings.storm_begins_at,
        f"{settings.public_url}/privacy",
    )
    writing = Limit(settings.messages_per_minute, settings.messages_at_once)
    opening = Limit(settings.conversations_per_minute, settings.conversations_per_minute)
    app.state.writing_limit = SharedLimit("writing", writing, app.state.link)
    app.state.opening_limit = SharedLimit("opening", opening, app.state.link)
    app.state.whatsapp = None
    if settings.whatsapp:
        app.state.whatsapp = whatsapp.Channel(
            settings.whatsapp,
            app.state.database,
            app.state.conversations,
            app.state.wording,
            app.state.writing_limit,
            clock,
        )
        app.include_router(app.state.whatsapp.router)
    app.state.telegram = None
    if settings.telegram:
        app.state.telegram = telegram.Channel(
            settings.telegram,
            app.state.database,
            app.state.conversations,
            app.state.wording,
            app.state.writing_limit,
            clock,
        )
        if app.state.telegram.router:
            app.include_router(app.state.telegram.router)
    app.state.sms = None
    approve(None)  # an earlier app of this process may have sent SMS
    if settings.sms:
        app.state.sms = sms.Channel(
            settings.sms,
            app.state.database,
            app.state.wording,
            clock,
        )
        app.include_router(app.state.sms.router)
    app.state.missed_call = None
    if settings.hook_secret:
        app.state.missed_call = missed_call.Channel(
            app.state.database, app.state.conversations, clock, settings.hook_secret
        )
        app.include_router(app.state.missed_call.router)
    if settings.notices_secret:
        app.include_router(_notices_door(app, settings, settings.notices_secret).router)
    for surface in uploads.SURFACES:
        app.state.conversations.bring_media_from(surface, app.state.keeper.uploads)
    app.include_router(uploads.router)
    app.include_router(routes.router)
    per_minute = settings.sign_ins_per_minute
    app.state.login_limit = SharedLimit("login", Limit(per_minute, per_minute), app.state.link)
    app.include_router(staff.router)
    app.include_router(members_page.router)
    app.state.openid = Service(settings.openid) if settings.openid else None
    if app.state.openid:
        app.include_router(Door(app.state.openid).router)
    app.include_router(desk.router)
    app.include_router(storm.router)
    app.include_router(callbacks.router)
    app.state.reports_backend = connect(
        settings, reports.SECONDS_OF_A_READ, reports.SECONDS_OF_A_REPORT
    )
    app.include_router(reports.router)
    app.include_router(unclear.router)
    app.state.desk_watch = Watch(app.state.database, app.state.conversations, clock)
    app.state.windows = Windows(
        app.state.wording, app.state.whatsapp.templates if app.state.whatsapp else None
    )
    app.state.talking = Talking(app.state.database, app.state.conversations.bell, app.state.windows)
    app.state.desk_backend = connect(
        settings, deadlines.SECONDS_OF_A_READ, deadlines.SECONDS_OF_A_CALL
    )
    app.state.deadlines = Deadlines(
        app.state.database,
        app.state.desk_backend,
        app.state.conversations.bell,
        clock,
    )
    app.state.assisting = Assisting(
        app.state.database, app.state.rasa, app.state.conversations, clock
    )
    files = app.state.keeper.files
    app.state.eraser = Eraser(app.state.database, files, app.state.conversations.bell, clock)
    app.state.retention = Retention(app.state.database, files, clock)
    app.include_router(privacy.router)
    app.include_router(people_page.router)
    app.include_router(health.router)
    app.include_router(metrics.router)
    app.include_router(pages.router)
    app.include_router(kiosk.router)
    app.mount("/static", pages.static)
    app.add_middleware(ShortWay)
    app.add_middleware(
        BoundedBody,
        larger={
            whatsapp_webhook.PATH: whatsapp_webhook.MOST_BYTES,
            telegram_webhook.PATH: telegram_webhook.MOST_BYTES,
        },
        streamed=uploads.PATH_END,
    )
    app.add_middleware(SecurityHeaders)
    app.add_middleware(Watched, seconds=REQUEST_SECONDS, joins_callers=False)
    answer_problems(app)
    answer_staff_errors(app)
    return app


def _codes(settings: Settings, app: FastAPI, clock: Callable[[], datetime]) -> Codes | None:
    """What makes one-time codes; None where no SMS can be sent."""
    if settings.sms is None:
        return None
    return Codes(app.state.database, settings.sms.otp_secret.get_secret_value(), clock)


def _notices_door(app: FastAPI, settings: Settings, secret: SecretStr) -> notices.Door:
    """Where the utility's notices come in."""
    state = app.state
    quiet = QuietHours(settings.quiet_from, settings.quiet_until)
    bell = state.conversations.bell
    desk = Desk(state.database, state.wording, bell, quiet, state.clock)
    return notices.Door(desk, secret.get_secret_value(), state.clock)


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    state = app.state
    async with AsyncExitStack() as parts:
        parts.push_async_callback(state.database.close)
        parts.push_async_callback(state.rasa.close)
        parts.push_async_callback(state.keeper.close)
        if state.openid:
            parts.push_async_callback(state.openid.close)
        if state.reports_backend:
            parts.push_async_callback(state.reports_backend.aclose)
        parts.push_async_callback(state.conversations.close)
        await state.database.migrate()
        state.keeper.start(state.conversations.bell)
        if state.link:
            parts.push_async_callback(state.link.close)
            wake_ups = WakeUps(state.link, state.conversations.bell)
            for work in (state.link.watch(), wake_ups.carry()):
                parts.push_async_callback(_ended, asyncio.create_task(work))
        worker = asyncio.create_task(
            answer_what_stayed_open(state.database, state.conversations, state.clock)
        )
        parts.push_async_callback(_ended, worker)
        teller = Teller(state.database, state.conversations, state.clock)
        parts.push_async_callback(_ended, asyncio.create_task(teller.run()))
        courier = asyncio.create_task(state.conversations.courier.deliver())
        parts.push_async_callback(_ended, courier)
        watch = asyncio.create_task(state.desk_watch.watch())
        parts.push_async_callback(_ended, asyncio.create_task(state.eraser.erase()))
        parts.push_async_callback(_ended, asyncio.create_task(state.retention.keep_on()))
        weather = asyncio.create_task(state.conversations.weather.watch())
        parts.push_async_callback(_ended, weather)
        parts.push_async_callback(_ended, watch)
        parts.push_async_callback(state.deadlines.start())
        for channel in (state.whatsapp, state.telegram, state.sms, state.missed_call):
            if channel:
                parts.push_async_callback(await channel.start())
        yield


async def _ended(task: "asyncio.Task[None]") -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
