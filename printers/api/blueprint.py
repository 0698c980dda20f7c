"""The blueprint of /api/v1 for printers and print jobs."""

from collections.abc import Callable
from datetime import datetime

from flask import Blueprint

from printers.api import agents, calibration, jobs, setup
from printers.api.house import House, Permitting
from printers.worker import PrintService, Reading, Submit


def create_api(
    reading: Reading,
    submit: Submit,
    permit: Permitting,
    *,
    service: Callable[[], PrintService | None] = lambda: None,
    say_time: Callable[[datetime], str] = lambda at: at.strftime("%d-%m-%Y %H.%M UTC"),
    knows_stall: Callable[[str], bool] = lambda _stall: True,
) -> Blueprint:
    """The blueprint; `service` is told of new jobs and printers, `say_time` writes local time."""
    api = Blueprint("printers", __name__, url_prefix="/api/v1")
    house = House(reading, submit, permit, service, say_time, knows_stall)
    for part in (setup, calibration, jobs, agents):
        part.add_routes(api, house)
    return api
