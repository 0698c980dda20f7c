"""The blueprint of /api/v1 for everything that is sold."""

from flask import Blueprint

from pos.api import corrections, drawers, goods, held, imports, journal, orders, sales, stalls, tills
from pos.api.selling import Selling


def create_api(selling: Selling) -> Blueprint:
    """Every route of selling."""
    api = Blueprint("pos", __name__, url_prefix="/api/v1")
    for part in (sales, orders, held, corrections, drawers, tills, imports, stalls, goods, journal):
        part.add_routes(api, selling)
    return api
