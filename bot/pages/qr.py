"""QR codes, drawn here: no page asks another host for them."""

import io

import segno
from starlette.responses import Response


def qr_code(text: str) -> Response:
    """The QR code of a number or an address, as SVG."""
    drawn = io.BytesIO()
    segno.make(text, error="m", micro=False).save(drawn, kind="svg", scale=8)
    return Response(drawn.getvalue(), media_type="image/svg+xml")
