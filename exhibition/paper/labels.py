"""Price labels: what stands on them, and the command that queues a batch and notes that it was printed."""

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
from pos.refusals import Conflict, Invalid, Message, NotFound
from pos.repeats import remember, repeated
from pos.writer import Batch
from printers.documents import Label, batches, to_json
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
            raise ValueError("sku or piece: name exactly one of them")
        return self


class LabelBatchForm(Form):
    """What is to be printed where."""

    printer: Annotated[str, Field(min_length=1, max_length=80)]
    size: LabelSize
    items: Annotated[list[LabelItem], Field(min_length=1, max_length=MOST_LABELS)]
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
        printer = self._printer(batch.reader)
        self._agree_to_address(batch.reader)
        labels, skus = self._labels(batch)
        jobs = [self._queue(batch, printer, part, n) for n, part in enumerate(batches(labels), 1)]
        entry = batch.record(LabelsPrinted(batch=self.id, skus=skus))
        self._note_printed(batch, skus)
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
                "seq": entry.seq,
                "journal": batch.journal,
            },
        )

    def _printer(self, connection: Connection) -> Json:
        printer = find_printer(connection, self.form.printer)
        if printer is None or (self.stall is not None and printer["stall"] != self.stall):
            raise NotFound(
                "printer_unknown",
                Message(
                    f"Tidak ada printer {self.form.printer}.", f"There is no printer {self.form.printer}."
                ),
                printer=self.form.printer,
            )
        if printer["kind"] != "label" or printer["media"] != self.form.size:
            raise Conflict(
                "wrong_media",
                Message(
                    f"Printer {printer['name']} berisi {printer['media']}, bukan label {self.form.size}.",
                    f"Printer {printer['name']} holds {printer['media']}, not {self.form.size} labels.",
                ),
                kind=printer["kind"],
                media=printer["media"],
            )
        return printer

    def _agree_to_address(self, connection: Connection) -> None:
        base = self.shop.base_url()
        if not is_private(base) or self.form.private_address or confirmed_address(connection) == base:
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

    def _labels(self, batch: Batch) -> tuple[list[Label], list[str]]:
        reader = batch.fresh_reader
        demo = bool(reader.scalar(select(tables.event.c.demo)))
        wanted = [item.sku or _sku_of_piece(reader, item.piece or "") for item in self.form.items]
        goods = read_goods(reader, wanted)
        labels: list[Label] = []
        for sku, item in zip(wanted, self.form.items, strict=True):
            if sku not in goods:
                raise unknown_product(sku)
            labels += [self.shop.label(goods[sku], demo, item.piece, item.food)] * item.copies
        if len(labels) > MOST_LABELS:
            raise _too_many(len(labels))
        return labels, list(goods)

    def _queue(self, batch: Batch, printer: Json, part: Any, number: int) -> str:
        return add_job(
            batch,
            kind="label",
            subject=f"{self.id}/{number}",
            stall=printer["stall"],
            document=to_json(part),
            printer=printer["name"],
        )

    def _note_printed(self, batch: Batch, skus: list[str]) -> None:
        product = tables.product
        batch.connection.execute(
            update(product).where(product.c.sku.in_(skus)).values(labels_printed_at=batch.now_text)
        )
        for sku in skus:
            batch.book(Catalogue).forget(sku)
        if self.form.private_address:
            _confirm_address(batch.connection, self.shop.base_url())


def confirmed_address(connection: Connection) -> str | None:
    """The private address that somebody agreed to have on labels."""
    return connection.scalar(select(tables.setting.c.value).where(tables.setting.c.name == CONFIRMED))


def _confirm_address(connection: Connection, base: str) -> None:
    connection.execute(tables.setting.delete().where(tables.setting.c.name == CONFIRMED))
    connection.execute(tables.setting.insert().values(name=CONFIRMED, value=base))


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
