"""What the office must know before it prints labels: what is missing on food, what needs new labels."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, func, select

from exhibition.paper.label_shop import LabelShop, read_goods
from pos import tables
from printers.documents import FoodLabel
from printers.food import missing_facts, permit_is_well_formed

Json = dict[str, Any]

SAID = (
    "composition", "allergens", "storage", "net_weight_g", "net_volume_ml", "permit_type", "permit_no",
    "halal_status",
)  # fmt: skip
NOT_EATEN = ("PKRT",)  # household chemicals keep for years too
AT_PRINTING = ("produced_on", "expires_on", "batch")  # known only to whoever packs it


def label_goods(connection: Connection, shop: LabelShop) -> list[Json]:
    """Every product by sku, with what concerns its labels."""
    product = tables.product.c
    rows = connection.execute(
        select(product.sku, product.price, product.labels_printed_at).order_by(product.sku)
    ).all()
    goods = read_goods(connection, [row.sku for row in rows])
    on_labels = _prices_on_labels(connection)
    found = []
    for row in rows:
        each = goods[row.sku]
        label_price = on_labels.get(row.sku)
        food = is_food(each.facts, each.shelf_life_days)
        found.append(
            {
                "sku": row.sku,
                "labels_printed_at": row.labels_printed_at,
                "label_price": label_price,
                "reprint": label_price not in (None, row.price),
                "food": food,
                "shelf_life_days": each.shelf_life_days,
                "facts": {name: each.facts.get(name) or "" for name in SAID},
                "missing": _missing(shop.food_label(each)) if food else [],
                "permit_is_odd": not permit_is_well_formed(each.facts.get("permit_no") or ""),
            }
        )
    return found


def is_food(facts: Mapping[str, Any], shelf_life_days: int | None) -> bool:
    """What has ingredients, or keeps only so long and is no household chemical."""
    if facts.get("permit_type") in NOT_EATEN:
        return False
    return bool(facts.get("composition")) or shelf_life_days is not None


def _missing(label: FoodLabel) -> list[str]:
    """What the label still lacks when whoever packs it has said when."""
    return [name for name in missing_facts(label) if name not in AT_PRINTING]


def _prices_on_labels(connection: Connection) -> dict[str, int]:
    """sku -> the price in force when its labels were last printed."""
    price, product = tables.price, tables.product
    last = (
        select(price.c.sku, func.max(price.c.since).label("since"))
        .join(product, product.c.sku == price.c.sku)
        .where(price.c.since <= product.c.labels_printed_at)
        .group_by(price.c.sku)
        .subquery()
    )
    rows = connection.execute(
        select(price.c.sku, price.c.price).join(
            last, (last.c.sku == price.c.sku) & (last.c.since == price.c.since)
        )
    )
    return {row.sku: row.price for row in rows}
