"""The exhibition's logo on receipts: the organiser hands in a picture, paper gets it in black and white."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection, delete, insert, select

from pos.principal import Principal
from pos.refusals import Invalid, Message, NotFound
from pos.tables import setting
from pos.writer import Batch
from printers.encoders.png import png_bytes
from printers.logos import LogoError, logo_picture, logo_size, pack_logo

LOGO = "logo"


@dataclass(frozen=True)
class SetLogo:
    """Replace the logo, or take it away."""

    packed: str | None

    def apply(self, batch: Batch) -> None:
        """Keep it among the settings."""
        batch.connection.execute(delete(setting).where(setting.c.name == LOGO))
        if self.packed:
            batch.connection.execute(insert(setting).values(name=LOGO, value=self.packed))


def read_logo(connection: Connection) -> str | None:
    """The packed logo, if there is one."""
    return connection.scalar(select(setting.c.value).where(setting.c.name == LOGO))


def create_logo(
    *,
    reading: Callable[[], AbstractContextManager[Connection]],
    submit: Callable[[Any], Any],
    principal: Callable[[], Principal],
    aside: Callable[..., Any],
    renew: Callable[[], None],
) -> Blueprint:
    """GET, PUT, DELETE /api/v1/logo; `renew` makes the next paper read it again."""
    api = Blueprint("logo", __name__)

    @api.get("/api/v1/logo")
    def show() -> Response:
        principal().require("lead", "treasurer", "organiser")
        with reading() as connection:
            packed = read_logo(connection)
        if packed is None:
            raise NotFound("no_logo", Message("Belum ada logo.", "There is no logo yet."))
        return Response(png_bytes(logo_picture(packed)), mimetype="image/png")

    @api.put("/api/v1/logo")
    def replace() -> ResponseReturnValue:
        principal().require("organiser")
        try:
            packed = aside(pack_logo, (request.get_data(),))
        except LogoError as error:
            raise _no_logo(str(error)) from error
        submit(SetLogo(packed))
        renew()
        width, height = logo_size(packed)
        return jsonify({"width": width, "height": height})

    @api.delete("/api/v1/logo")
    def remove() -> ResponseReturnValue:
        principal().require("organiser")
        submit(SetLogo(None))
        renew()
        return "", 204

    return api


def _no_logo(reason: str) -> Invalid:
    return Invalid(
        "invalid_logo",
        Message(
            "Gambar ini tidak bisa menjadi logo struk. Pakai gambar hitam polos di atas putih.",
            "This picture makes no logo for receipts. Use a plain black drawing on white (PNG or JPEG).",
        ),
        reason=reason,
    )
