"""Price labels on paper: a batch for a label printer, sheets of A4 without one, cards for the shelf."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator
from sqlalchemy import Connection, select, update

from exhibition.paper.label_shop import LabelShop, TodaysFood, is_private, read_goods, unknown_product
from pos import tables
from pos.catalogue import Catalogue
from pos.events import LabelsPrinted
from pos.forms import Form, Sku
from pos.refusals import Conflict, FieldError, Invalid, Message, NotFound
from pos.repeats import remember, repeated
from pos.writer import Batch
from printers.documents import Document, Label, ShelfCard, batches, to_json
from printers.registry import find_printer
from printers.spool import add_job

MOST_LABELS = 500  # in one batch; more is more than a roll
CONFIRMED = "labels_for_address"  # the setting that holds the private address somebody agreed to

Json = dict[str, Any]
LabelSize = Literal["50x30", "40x30"]


class LabelItem(Form):
    """A product's labels, or the one label of a unique piece."""

    sku: Sku | None = None
    piece: Annotated[str, Field(max_length=12)] | None = None
    copies: Annotated[int, Field(ge=1, le=MOST_LABELS)] = 1
    kind: Literal["price", "food"] = "price"
    produced_on: date | None = None
    expires_on: date | None = None
    batch: Annotated[str, Field(max_length=40)] = ""

    @property
    def food(self) -> TodaysFood | None:
        """What only whoever made it knows; None for a price label."""
        if self.kind != "food":
            return None
        return TodaysFood(self.produced_on, self.expires_on, self.batch)

    @model_validator(mode="after")
    def _names_one_thing(self) -> Self:
        if (self.sku is None) == (self.piece is None):
            raise FieldError("isi sku atau piece, salah satu saja", "sku or piece: name exactly one of them")
        if self.piece is not None and self.copies > 1:
            raise FieldError("copies: satu label per barang", "copies: a unique piece has one label")
        return self


Items = Annotated[list[LabelItem], Field(min_length=1, max_length=MOST_LABELS)]


class LabelBatchForm(Form):
    """What is to be printed where."""

    printer: Annotated[str, Field(min_length=1, max_length=80)]
    size: LabelSize
    items: Items
    private_address: bool = False


class SheetForm(Form):
    """What is to be printed on A4: labels from place `start` on, or cards for the shelf."""

    size: LabelSize | Literal["card"]
    items: Items
    start: Annotated[int, Field(ge=0, le=100)] = 0
    private_address: bool = False


class ShelfCardForm(Form):
    """Cards for these products, on a receipt printer."""

    printer: Annotated[str, Field(min_length=1, max_length=80)]
    skus: Annotated[list[Sku], Field(min_length=1, max_length=50)]
    private_address: bool = False


@dataclass(frozen=True)
class PrintLabels:
    """Queue a batch of labels in parts; from now on the labels' prices are today's."""

    id: str
    form: LabelBatchForm
    content_hash: str
    shop: LabelShop
    stall: str | None = None  # stall staff print only at their own stall

    def apply(self, batch: Batch) -> Json:
        """Compose, queue, remember. A repeat gives the first answer."""
        answered = repeated(batch, "label-batch", self.id, self.content_hash)
        if answered is not None:
            return answered
        printer = find_for(batch.reader, self.form.printer, "label", self.stall, self.form.size)
        agree_to_address(batch, self.shop, self.form.private_address)
        labels = make_labels(batch, self.shop, self.form.items)
        jobs = [self._queue(batch, printer, part, n) for n, part in enumerate(batches(labels), 1)]
        seq = note_printed(batch, self.id, _skus_of(batch.reader, self.form.items))
        return remember(
            batch,
            "label-batch",
            self.id,
            self.content_hash,
            {
                "id": self.id,
                "status": "accepted",
                "printer": printer["name"],
                "labels": len(labels),
                "jobs": jobs,
                "seq": seq,
                "journal": batch.journal,
            },
        )

    def _queue(self, batch: Batch, printer: Json, part: Document, number: int) -> str:
        return add_job(
            batch,
            kind="label",
            subject=f"{self.id}/{number}",
            stall=printer["stall"],
            document=to_json(part),
            printer=printer["name"],
        )


@dataclass(frozen=True)
class DrawSheet:
    """Labels for an office printer. Whoever draws them prints them: their prices are today's."""

    id: str
    form: SheetForm
    content_hash: str
    shop: LabelShop

    def apply(self, batch: Batch) -> Sequence[Document]:
        """What is to be drawn; a repeat notes nothing again."""
        drawn = self._draw(batch)
        if repeated(batch, "label-sheet", self.id, self.content_hash) is None:
            agree_to_address(batch, self.shop, self.form.private_address)
            skus = _skus_of(batch.reader, self.form.items)
            seq = note_printed(batch, self.id, skus, cards=self.form.size == "card")
            remember(batch, "label-sheet", self.id, self.content_hash, {"id": self.id, "seq": seq})
        return drawn

    def _draw(self, batch: Batch) -> Sequence[Document]:
        if self.form.size == "card":
            return make_cards(batch, self.shop, _skus_of(batch.reader, self.form.items))
        return make_labels(batch, self.shop, self.form.items)


@dataclass(frozen=True)
class PrintShelfCards:
    """Queue a card for each product on a receipt printer."""

    id: str
    form: ShelfCardForm
    content_hash: str
    shop: LabelShop
    stall: str | None = None

    def apply(self, batch: Batch) -> Json:
        """Compose, queue, remember. A repeat gives the first answer."""
        answered = repeated(batch, "shelf-cards", self.id, self.content_hash)
        if answered is not None:
            return answered
        printer = find_for(batch.reader, self.form.printer, "receipt", self.stall)
        agree_to_address(batch, self.shop, self.form.private_address)
        cards = make_cards(batch, self.shop, self.form.skus)
        jobs = [self._queue(batch, printer, card, number) for number, card in enumerate(cards, 1)]
        seq = note_printed(batch, self.id, self.form.skus, cards=True)
        answer = {
            "id": self.id,
            "status": "accepted",
            "printer": printer["name"],
            "cards": len(cards),
            "jobs": jobs,
            "seq": seq,
            "journal": batch.journal,
        }
        return remember(batch, "shelf-cards", self.id, self.content_hash, answer)

    def _queue(self, batch: Batch, printer: Json, card: ShelfCard, number: int) -> str:
        return add_job(
            batch,
            kind="slip",
            subject=f"{self.id}/{number}",
            stall=printer["stall"],
            document=to_json(card),
            printer=printer["name"],
        )


def find_for(
    connection: Connection, name: str, kind: str, stall: str | None, media: str | None = None
) -> Json:
    """The printer, if it is of this kind, of this stall (None: any) and holds this media (None: any)."""
    printer = find_printer(connection, name)
    if printer is None or (stall is not None and printer["stall"] != stall):
        raise NotFound(
            "printer_unknown",
            Message(f"Tidak ada printer {name}.", f"There is no printer {name}."),
            printer=name,
        )
    if printer["kind"] != kind or media not in (None, printer["media"]):
        wanted = f"label {media}" if media else "struk"
        wanted_en = f"{media} labels" if media else "receipts"
        raise Conflict(
            "wrong_media",
            Message(
                f"Printer {name} berisi {printer['media']}, bukan {wanted}.",
                f"Printer {name} holds {printer['media']}, not {wanted_en}.",
            ),
            kind=printer["kind"],
            media=printer["media"],
        )
    return printer


def make_labels(batch: Batch, shop: LabelShop, items: Sequence[LabelItem]) -> list[Label]:
    """Every label that was asked for, one by one."""
    reader = batch.fresh_reader
    goods = read_goods(reader, _skus_of(reader, items))
    labels: list[Label] = []
    for sku, item in zip(_skus_of(reader, items), items, strict=True):
        if sku not in goods:
            raise unknown_product(sku)
        labels += [shop.label(goods[sku], _is_demo(reader), item.piece, item.food)] * item.copies
    if len(labels) > MOST_LABELS:
        raise _too_many(len(labels))
    return labels


def make_cards(batch: Batch, shop: LabelShop, skus: Sequence[str]) -> list[ShelfCard]:
    """A card for each product."""
    reader = batch.fresh_reader
    goods = read_goods(reader, skus)
    for sku in skus:
        if sku not in goods:
            raise unknown_product(sku)
    return [shop.shelf_card(goods[sku], _is_demo(reader)) for sku in dict.fromkeys(skus)]


def note_printed(batch: Batch, document: str, skus: Sequence[str], *, cards: bool = False) -> int:
    """From now on these labels carry today's prices; gives the entry's number.

    A card is no label: beside older labels with a lower price it must not make buyers pay more.
    """
    product = tables.product
    wanted = select(product.c.sku).where(product.c.sku.in_(skus)).order_by(product.c.sku)
    if cards:
        wanted = wanted.where(product.c.labels_printed_at.is_(None))
    noted = list(batch.fresh_reader.scalars(wanted))
    entry = batch.record(LabelsPrinted(batch=document, skus=noted))
    batch.connection.execute(
        update(product).where(product.c.sku.in_(noted)).values(labels_printed_at=batch.now_text)
    )
    for sku in noted:
        batch.book(Catalogue).forget(sku)
    return entry.seq


def agree_to_address(batch: Batch, shop: LabelShop, agreed: bool) -> None:
    """Codes that open only in the hall are asked about once for each address."""
    base = shop.base_url()
    if agreed:
        _confirm_address(batch.connection, base)
        return
    if not is_private(base) or confirmed_address(batch.reader) == base:
        return
    raise Conflict(
        "private_address",
        Message(
            f"Kode pada label akan mengarah ke {base} dan hanya terbuka di aula ini. Tetap cetak?",
            f"The labels' codes would lead to {base} and open only in this hall. Print all the same?",
        ),
        address=base,
        repeat_with={"private_address": True},
    )


def confirmed_address(connection: Connection) -> str | None:
    """The private address that somebody agreed to have on labels."""
    return connection.scalar(select(tables.setting.c.value).where(tables.setting.c.name == CONFIRMED))


def _confirm_address(connection: Connection, base: str) -> None:
    connection.execute(tables.setting.delete().where(tables.setting.c.name == CONFIRMED))
    connection.execute(tables.setting.insert().values(name=CONFIRMED, value=base))


def _is_demo(connection: Connection) -> bool:
    return bool(connection.scalar(select(tables.event.c.demo)))


def _skus_of(connection: Connection, items: Sequence[LabelItem]) -> list[str]:
    return [item.sku or _sku_of_piece(connection, item.piece or "") for item in items]


def _sku_of_piece(connection: Connection, code: str) -> str:
    sku: str | None = connection.scalar(select(tables.piece.c.sku).where(tables.piece.c.code == code))
    if sku is None:
        raise NotFound(
            "piece_unknown", Message(f"Tidak ada karya {code}.", f"There is no piece {code}."), piece=code
        )
    return sku


def _too_many(count: int) -> Invalid:
    return Invalid(
        "too_many_labels",
        Message(f"Paling banyak {MOST_LABELS} label sekali cetak.", f"At most {MOST_LABELS} labels at once."),
        fields=[{"field": "items", "problem": f"{count} labels, at most {MOST_LABELS}"}],
    )
