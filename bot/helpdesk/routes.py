"""The console. Every page works without scripts; a script only saves the reloading."""

from fastapi import APIRouter

from bot.helpdesk import chat_routes, file_routes, owning_routes, queue_routes, talking_routes
from bot.helpdesk.assist import receipt_routes
from bot.helpdesk.assist import routes as assist_routes

router = APIRouter()

for part in (
    queue_routes,
    chat_routes,
    file_routes,
    owning_routes,
    talking_routes,
    assist_routes,
    receipt_routes,
):
    router.include_router(part.router)
