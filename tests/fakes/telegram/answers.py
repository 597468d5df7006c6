"""Answers as the Bot API writes them."""

from typing import Any

from fastapi.responses import JSONResponse


def ok(result: Any) -> JSONResponse:
    """The call did what it should."""
    return JSONResponse({"ok": True, "result": result})


def refusal(code: int, description: str, **parameters: int) -> JSONResponse:
    """An error as Telegram writes it."""
    body = {"ok": False, "error_code": code, "description": description, "parameters": parameters}
    return JSONResponse(body, code)
