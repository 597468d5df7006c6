"""`python -m benchmarks.channels.signature_only PORT`: the webhook without what it is for.

The same server and the same check of the signature over the same bytes; nothing is read,
nothing stored.
"""

import sys
from http import HTTPStatus
from typing import Annotated

import uvicorn
from fastapi import FastAPI, Header, HTTPException, Request
from fastapi.responses import Response

from bot.channels.whatsapp.errors import NotMetas
from bot.channels.whatsapp.signature import check_signature
from bot.channels.whatsapp.webhook import PATH
from tests.fakes.whatsapp import APP_SECRET

app = FastAPI()


@app.post(PATH)
async def notice(request: Request, x_hub_signature_256: Annotated[str, Header()] = "") -> Response:
    """200 for Meta, 403 for anybody else."""
    try:
        check_signature(await request.body(), x_hub_signature_256, APP_SECRET)
    except NotMetas as error:
        raise HTTPException(HTTPStatus.FORBIDDEN) from error
    return Response()


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_config=None, access_log=False)
