"""What stands on a label and where it leads: price labels, labels of unique pieces, labels of packed food."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from ipaddress import ip_address
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from sqlalchemy import Connection, select

from exhibition.config import LONGEST_LABEL_URL
from pos import tables
from pos.refusals import Conflict, Message, NotFound
from printers.documents import FoodLabel, Label, ProductLabel, SerialLabel, ShelfCard

LOCAL_NAMES = (".local", ".lan", ".home", ".internal", ".localhost")
NO_PERMIT_NEEDED = "tidak_wajib_lt7hari"  # keeps less than a week


@dataclass(frozen=True)
class Goods:
    """What a label says about a product."""

    sku: str
    code: str
    name: str
    name_en: str
    unit: str
    price: int
    shelf_life_days: int | None
    facts: Mapping[str, Any]
    facility: str
    producer: str
    address: str
    pieces: tuple[str, ...] = ()  # the codes of a unique product's pieces


class TodaysFood(NamedTuple):
    """What only whoever packed it knows."""

    produced_on: date | None = None
    expires_on: date | None = None
    batch: str = ""


UNSAID = TodaysFood()


def read_goods(connection: Connection, skus: Iterable[str]) -> dict[str, Goods]:
    """The products with these numbers; those that do not exist are missing from the answer."""
    wanted = set(skus)
    product, facility = tables.product.c, tables.facility.c
    rows = connection.execute(
        select(product.sku, product.code, product.name, product.name_en, product.unit, product.price)
        .add_columns(product.shelf_life_days, product.facts)
        .add_columns(
            facility.name.label("facility"), facility.official_name, facility.city, facility.province
        )
        .join(tables.facility, facility.code == product.facility)
        .where(product.sku.in_(wanted))
    )
    pieces = _pieces(connection, wanted)
    return {
        row.sku: Goods(
            sku=row.sku,
            code=row.code,
            name=row.name,
            name_en=row.name_en,
            unit=row.unit,
            price=row.price,
            shelf_life_days=row.shelf_life_days,
            facts=row.facts,
            facility=row.facility,
            producer=row.official_name,
            address=f"{row.city}, {row.province}",
            pieces=tuple(pieces.get(row.sku, ())),
        )
        for row in rows
    }


def _pieces(connection: Connection, skus: set[str]) -> dict[str, list[str]]:
    piece = tables.piece.c
    found: dict[str, list[str]] = {}
    for row in connection.execute(
        select(piece.sku, piece.code).where(piece.sku.in_(skus)).order_by(piece.code)
    ):
        found.setdefault(row.sku, []).append(row.code)
    return found


@dataclass(frozen=True)
class LabelShop:
    """Makes labels that lead to this exhibition's pages."""

    base_url: Callable[[], str]

    def label(
        self, goods: Goods, demo: bool, piece: str | None = None, food: TodaysFood | None = None
    ) -> Label:
        """A product's price label, that of one of its unique pieces, or that of a packed food."""
        if piece is not None:
            return self._serial(goods, demo, piece)
        if food is not None:
            return self.food_label(goods, food, demo)
        return ProductLabel(
            name=goods.name,
            price=goods.price,
            facility=goods.facility,
            code=goods.code,
            url=label_url(self.base_url(), goods.code),
            demo=demo,
        )

    def shelf_card(self, goods: Goods, demo: bool, language: str = "id") -> ShelfCard:
        """The card that stands beside the goods."""
        return ShelfCard(
            name=goods.name,
            name_en=goods.name_en,
            price=goods.price,
            unit=goods.unit,
            facility=goods.facility,
            story=goods.facts.get("story") or "",
            code=goods.code,
            url=label_url(self.base_url(), goods.code),
            language=language,
            demo=demo,
        )

    def _serial(self, goods: Goods, demo: bool, piece: str) -> SerialLabel:
        return SerialLabel(
            name=goods.name,
            price=goods.price,
            facility=goods.facility,
            serial=piece,
            code=piece,
            url=label_url(self.base_url(), piece),
            demo=demo,
        )

    def food_label(self, goods: Goods, food: TodaysFood = UNSAID, demo: bool = False) -> FoodLabel:
        """What a packed food must say."""
        facts = goods.facts
        return FoodLabel(
            name=goods.name,
            producer=goods.producer,
            address=goods.address,
            code=goods.code,
            url=label_url(self.base_url(), goods.code),
            composition=facts.get("composition") or "",
            net=net_content(facts),
            produced_on=day(food.produced_on),
            batch=food.batch,
            expires_on=day(food.expires_on),
            permit="" if facts.get("permit_type") == NO_PERMIT_NEEDED else facts.get("permit_no") or "",
            halal=facts.get("halal_status") or "",
            allergens=facts.get("allergens") or "",
            storage=facts.get("storage") or "",
            price=goods.price,
            shelf_life_days=goods.shelf_life_days,
            demo=demo,
        )


def net_content(facts: Mapping[str, Any]) -> str:
    """Net weight or volume in words: 200 g, 330 ml."""
    for key, unit in (("net_weight_g", "g"), ("net_volume_ml", "ml")):
        if facts.get(key):
            return f"{facts[key]} {unit}"
    return ""


def day(when: date | None) -> str:
    """A day as it is stamped on food: 03-04-2018."""
    return f"{when:%d-%m-%Y}" if when else ""


def label_url(base: str, code: str) -> str:
    """What the QR holds: upper case, which a QR packs tightest. Raises Conflict when it would not fit."""
    url = f"{base}/P/{code}".upper()
    if len(url) > LONGEST_LABEL_URL:
        raise Conflict(
            "address_too_long",
            Message(
                f"Alamat {base} terlalu panjang untuk label. Atur public_url yang lebih pendek.",
                f"The address {base} is too long for a label. Set a shorter public_url.",
            ),
            longest=LONGEST_LABEL_URL,
            length=len(url),
        )
    return url


def is_private(base: str) -> bool:
    """Whether only the hall's own network can open this address."""
    host = urlsplit(base).hostname or ""
    try:
        return not ip_address(host).is_global
    except ValueError:
        return "." not in host or host.endswith(LOCAL_NAMES)


def unknown_product(sku: str) -> NotFound:
    """There is nothing to put a label on."""
    return NotFound(
        "unknown_product",
        Message(f"Produk {sku} tidak ada di katalog.", f"Product {sku} is not in the catalogue."),
        sku=sku,
    )
