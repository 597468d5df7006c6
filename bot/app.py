"""Assembles the gateway; the only place where its parts meet."""

from collections.abc import Callable
from datetime import datetime

from fastapi import FastAPI

from bot import health
from bot.attachments.keeper import Keeper
from bot.backend import connect
from bot.channels.connected import connect as connect_channels
from bot.channels.web import routes, uploads
from bot.channels.web.body import BoundedBody
from bot.channels.web.headers import SecurityHeaders
from bot.channels.web.problems import answer_problems
from bot.channels.web.short_way import ShortWay
from bot.conversations import Conversations
from bot.conversations.service import now_in_utc
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
from bot.running import lifespan
from bot.settings import Settings
from bot.shared import Link
from bot.staff import members_page
from bot.staff import routes as staff
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
    app = FastAPI(title="Bijli Sahayak", docs_url=None, redoc_url=None, lifespan=lifespan)
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
    larger = connect_channels(app, settings, clock)
    for surface in uploads.SURFACES:
        app.state.conversations.bring_media_from(surface, app.state.keeper.uploads)
    app.include_router(uploads.router)
    app.include_router(routes.router)
    per_minute = settings.sign_ins_per_minute
    app.state.login_limit = SharedLimit("login", Limit(per_minute, per_minute), app.state.link)
    app.include_router(staff.router)
    app.include_router(members_page.router)
    _open_door_of_service(app, settings)
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
        larger=larger,
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


def _open_door_of_service(app: FastAPI, settings: Settings) -> None:
    """Signing in elsewhere, where the utility has a service; what it needs is loaded with it."""
    app.state.openid = None
    if settings.openid is None:
        return
    from bot.staff.openid.routes import Door
    from bot.staff.openid.service import Service

    app.state.openid = Service(settings.openid)
    app.include_router(Door(app.state.openid).router)
