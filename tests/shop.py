"""A small real exhibition in a real SQLite file: three stalls, four facilities, six products, four tills."""

import json
import threading
import uuid
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import select, text

from pos import corrections, events, forms, goods, held, refunds, tables
from pos.api.reading import content_of
from pos.audit import audit
from pos.database import Database, open_database
from pos.journal import Entry, read_entries
from pos.orders import listing
from pos.orders.commands import HandOver, PayBalance
from pos.orders.forms import BalancePaymentForm, HandoverForm
from pos.sale_books import SaleAnswer
from pos.sales import RecordSale, content_hash
from pos.shifts import commands as shifts
from pos.shifts.reports import shift_report
from pos.ways_of_paying import balance_payment
from pos.writer import Batch, Writer

Json = dict[str, Any]

LIMIT_S = 10
SOLD_AT = "2018-04-03T10:15:02+07:00"

STALLS = {"01": "Aceh", "02": "Bali", "03": "Papua"}
FACILITIES = {"BNA": "01", "KRB": "02", "ABE": "03", "LHK": "01"}  # code -> stall
TILLS = {"01A": "01", "01B": "01", "02A": "02", "03A": "03"}
PRICES = {
    "BATIK": 150_000,
    "TAS": 65_000,
    "KOPI": 45_000,
    "UKIR": 900_000,
    "PATUNG": 700_000,
    "PIJAT": 50_000,
    "KURSI": 300_000,
}
_FACILITY_OF = {
    "BATIK": "BNA",
    "TAS": "LHK",
    "KOPI": "KRB",
    "UKIR": "ABE",
    "PATUNG": "ABE",
    "PIJAT": "BNA",
    "KURSI": "BNA",
}
_BROUGHT = {"BATIK": 20, "TAS": 20, "KOPI": 20, "UKIR": 1, "PATUNG": 2}
_UNIQUE = {"UKIR", "PATUNG"}
NOT_BROUGHT = {"PIJAT": "kegiatan", "KURSI": "pesan"}  # a service; made to order


@dataclass(frozen=True)
class Perform:
    """A command made of a function, for what a test does in one transaction."""

    do: Callable[[Batch], Any]

    def apply(self, batch: Batch) -> Any:
        return self.do(batch)


@dataclass
class Shop:
    """The exhibition with short ways to use it."""

    database: Database
    writer: Writer
    _counters: dict[str, Iterator[int]] = field(default_factory=dict)

    def sale(self, *lines: tuple[Any, ...] | Json, till: str = "01A", **changes: Any) -> Json:
        """The document of a next sale: lines are (sku, quantity) or whole mappings."""
        counter = next(self._counters.setdefault(till, count(1)))
        return a_sale(*(lines or [("BATIK", 1)]), till=till, **{"number": f"{till}-{counter:04}", **changes})

    def command(
        self, document: Json, sale_id: str | None = None, *, revoked: bool = False, stall: str | None = None
    ) -> RecordSale:
        """The command that hands a sale in."""
        form = forms.SaleForm.model_validate_json(json.dumps(document))
        place = stall or TILLS[form.till]
        return RecordSale(sale_id or new_id(), form, content_hash(form), place, revoked=revoked)

    def sell(self, *lines: tuple[Any, ...] | Json, **changes: Any) -> SaleAnswer:
        """Make a sale and hand it in."""
        return self.hand_in(self.sale(*lines, **changes))

    def hand_in(self, document: Json, sale_id: str | None = None, **how: Any) -> SaleAnswer:
        """Hand in a sale's document."""
        answer: SaleAnswer = self.writer.submit(self.command(document, sale_id, **how))
        return answer

    def decide(self, held_id: str | None, decision: str = "accept", **more: Any) -> Json:
        """Decide about a held sale."""
        form = _form(forms.DecisionForm, {"decision": decision, "reason": "sudah dicek", **more})
        told: Json = self.writer.submit(held.DecideHeld(held_id or "", form, "panitia", new_id()))
        return told

    def refund(
        self, sale_id: str, *lines: tuple[int, int], refund_id: str | None = None, **more: Any
    ) -> Json:
        """Give money back for (line, quantity) of a sale."""
        form = _form(
            forms.RefundForm,
            {
                "sale": sale_id,
                "lines": [{"line": line, "quantity": quantity} for line, quantity in lines],
                "reason": "rusak",
                "method": "cash",
                **more,
            },
        )
        command = refunds.RefundSale(
            refund_id or new_id(), form, content_of(form, "approval"), None, "kasir-01", "ketua-01"
        )
        told: Json = self.writer.submit(command)
        return told

    def open_shift(self, till: str = "01A", float_: int = 200_000, shift_id: str | None = None) -> str:
        """Open a till's drawer."""
        shift_id = shift_id or new_id()
        self.writer.submit(self.opening(shift_id, till, float_))
        return shift_id

    def opening(
        self,
        shift_id: str,
        till: str = "01A",
        float_: int = 200_000,
        opened_at: str = "2018-04-03T08:45:00+07:00",
    ) -> shifts.OpenShift:
        """The command that opens a drawer."""
        form = _form(forms.ShiftForm, {"till": till, "opened_at": opened_at, "float": float_})
        return shifts.OpenShift(shift_id, form, content_of(form), "kasir-01")

    def closing(
        self, shift_id: str, counted: Json | None = None, closed_at: str | None = None
    ) -> shifts.CloseShift:
        """The command that counts a drawer."""
        form = _form(forms.CloseForm, {"counted": counted or {}, "closed_at": closed_at})
        return shifts.CloseShift(shift_id, form, content_of(form), "kasir-01")

    def close_shift(self, shift_id: str, counted: Json | None = None) -> Json:
        """Count a drawer: denomination -> pieces."""
        told: Json = self.writer.submit(self.closing(shift_id, counted))
        return told

    def move_cash(self, shift_id: str, kind: str, amount: int, movement_id: str | None = None) -> Json:
        """Cash in, out, or a deposit."""
        told: Json = self.writer.submit(self.moving(shift_id, kind, amount, movement_id))
        return told

    def moving(
        self,
        shift_id: str,
        kind: str,
        amount: int,
        movement_id: str | None = None,
        at: str | None = None,
    ) -> shifts.MoveCash:
        """The command that moves cash."""
        document: Json = {"shift": shift_id, "kind": kind, "amount": amount, "reason": "uang receh", "at": at}
        if kind == "deposit":
            document["second"] = "bendahara"
        form = _form(forms.CashMovementForm, document)
        return shifts.MoveCash(movement_id or new_id(), form, content_of(form), "kasir-01")

    def correct_payments(self, sale_id: str, payments: list[Json], correction_id: str | None = None) -> Json:
        """Say how a sale was really paid."""
        form = _form(
            forms.PaymentCorrectionForm, {"sale": sale_id, "payments": payments, "reason": "salah tekan"}
        )
        told: Json = self.writer.submit(
            corrections.CorrectPayments(
                correction_id or new_id(), form, content_of(form, "approval"), "kasir-01", "ketua-01"
            )
        )
        return told

    def order(self, *lines: Json, **changes: Any) -> SaleAnswer:
        """Sell goods to order: lines are {sku, quantity?, deposit?, pickup?}; what is paid down is cash."""
        rows = [_ordered(line) for line in lines]
        balance = sum(a_line(row)["quantity"] * a_line(row)["unit_price"] for row in rows) - sum(
            row["order"]["deposit"] for row in rows
        )
        document = self.sale(*rows, **changes)
        paid = [{"method": "cash", "amount": document["total"] - balance}]
        return self.hand_in({**document, "payments": [*paid, balance_payment(balance)] if balance else paid})

    def pay_balance(
        self, sale_id: str, payments: list[Json], payment_id: str | None = None, **more: Any
    ) -> Json:
        """The buyer pays an order's balance."""
        form = _form(BalancePaymentForm, {"sale": sale_id, "payments": payments, **more})
        command = PayBalance(payment_id or new_id(), form, content_of(form), "kasir-01")
        told: Json = self.writer.submit(command)
        return told

    def hand_over(self, sale_id: str, *lines: int, **more: Any) -> Json:
        """The buyer fetches ordered goods."""
        form = _form(HandoverForm, {"sale": sale_id, "lines": list(lines), **more})
        told: Json = self.writer.submit(HandOver(new_id(), form, content_of(form), "kasir-01"))
        return told

    def orders(self, **which: Any) -> list[Json]:
        """What a stall or a facility has promised."""
        with self.database.reading() as connection:
            return listing.orders(connection, **which)

    def shift_report(self, shift_id: str, *, blind: bool = False) -> Json:
        """What the office reads of a shift; `blind`, what its cashier reads."""
        with self.database.reading() as connection:
            return shift_report(connection, shift_id, blind=blind)

    def receive(
        self, *lines: tuple[Any, ...], stall: str | None = None, consignment: str | None = None
    ) -> Json:
        """Count in (sku, quantity) or (sku, quantity, expires_on) of one facility."""
        told: Json = self.writer.submit(self.consignment(lines, stall, consignment))
        return told

    def consignment(
        self, lines: Sequence[tuple[Any, ...]], stall: str | None = None, consignment: str | None = None
    ) -> goods.ReceiveConsignment:
        """The command that counts a delivery in."""
        facility = _FACILITY_OF[lines[0][0]]
        document = {
            "facility": facility,
            "stall": stall or FACILITIES[facility],
            "lines": [dict(zip(("sku", "quantity", "expires_on"), line, strict=False)) for line in lines],
        }
        form = _form(forms.ConsignmentForm, document)
        return goods.ReceiveConsignment(consignment or new_id(), form, content_of(form))

    def move(
        self, kind: str, sku: str, quantity: int, stall: str, to_stall: str | None = None, **how: Any
    ) -> Json:
        """Move goods without a sale."""
        document = {
            "kind": kind,
            "sku": sku,
            "quantity": quantity,
            "stall": stall,
            "reason": "pindah",
            "to_stall": to_stall,
        }
        form = _form(forms.MovementForm, document)
        told: Json = self.writer.submit(
            goods.MoveStock(how.get("movement_id") or new_id(), form, content_of(form), "panitia")
        )
        return told

    def change_price(self, sku: str, price: int, change_id: str | None = None) -> Json:
        """Change a product's price."""
        form = _form(forms.PriceForm, {"sku": sku, "price": price, "reason": "diskon penutupan"})
        told: Json = self.writer.submit(
            goods.ChangePrice(change_id or new_id(), form, content_of(form), "panitia")
        )
        return told

    def print_labels(self, sku: str) -> None:
        """Note that a product's labels were printed now."""

        def note(batch: Batch) -> None:
            batch.connection.execute(
                tables.product.update()
                .where(tables.product.c.sku == sku)
                .values(labels_printed_at=batch.now_text)
            )
            batch.record(events.LabelsPrinted(batch=new_id(), skus=[sku]))

        self.writer.submit(Perform(note))

    def stock(self, sku: str) -> Json:
        """A product's line of the stock statement."""
        with self.database.reading() as connection:
            return {line["sku"]: line for line in goods.stock_statement(connection)}[sku]

    def on_table(self, sku: str) -> dict[str, int]:
        """stall -> pieces of a product."""
        return {place["stall"]: place["on_table"] for place in self.stock(sku)["stalls"] if place["on_table"]}

    def pieces(self, sku: str) -> dict[str, str]:
        """code -> state of a unique product's pieces."""
        with self.database.reading() as connection:
            rows = connection.execute(select(tables.piece).where(tables.piece.c.sku == sku))
            return {row.code: row.state for row in rows}

    def journal(self, name: str | None = None) -> list[Entry]:
        """The journal's entries, or those of one name."""
        with self.database.reading() as connection:
            entries = read_entries(connection, 0, 100_000)
        return [entry for entry in entries if name in (None, entry.name)]

    def count(self, table: str) -> int:
        """Rows of a table."""
        with self.database.reading() as connection:
            return int(connection.scalar(text(f"SELECT count(*) FROM {table}")) or 0)  # noqa: S608

    def differences(self) -> list[str]:
        """What the audit finds."""
        with self.database.reading() as connection:
            return audit(connection)


def new_id() -> str:
    """What a client makes for a document."""
    return str(uuid.uuid4())


def a_sale(
    *lines: tuple[Any, ...] | Json, number: str = "01A-0001", till: str = "01A", **changes: Any
) -> Json:
    """A sale's document, paid in cash, whose figures agree; `changes` replace or add fields."""
    rows = [a_line(line) for line in lines]
    total = sum(row["quantity"] * row["unit_price"] - row.get("discount", 0) for row in rows)
    total = changes.get("total", total + changes.get("rounding", 0))
    return {
        "number": number,
        "till": till,
        "sold_at": SOLD_AT,
        "lines": rows,
        "total": total,
        "payments": [{"method": "cash", "amount": total}],
        **changes,
    }


def _ordered(line: Json) -> Json:
    row = {"quantity": 1, **{key: line[key] for key in line if key not in ("deposit", "pickup")}}
    price = row["quantity"] * PRICES[row["sku"]]
    pickup = line.get("pickup", "Ambil: Stan 01 · 2018-04-20")
    return {**row, "order": {"deposit": line.get("deposit", price), "pickup": pickup}}


def a_line(line: tuple[Any, ...] | Json) -> Json:
    """A line at the catalogue's price."""
    if isinstance(line, dict):
        return {"quantity": 1, "unit_price": PRICES.get(line["sku"], 10_000), **line}
    sku, quantity = line
    return {"sku": sku, "quantity": quantity, "unit_price": PRICES.get(sku, 10_000)}


@contextmanager
def a_shop(folder: Path) -> Iterator[Shop]:
    """An exhibition ready to sell, with its writer at work."""
    if not _template:
        _template.append(_set_up_once(folder / "template.db"))
    (folder / "lapak.db").write_bytes(_template[0])
    with at_work(folder / "lapak.db") as shop:
        yield shop


_template: list[bytes] = []  # one exhibition is set up for all tests; each works on its own copy


def _set_up_once(path: Path) -> bytes:
    database = open_database(path)
    database.create()
    database.close()
    with at_work(path) as shop:
        shop.writer.submit(Perform(_set_up))
        for sku, pieces in _BROUGHT.items():
            shop.receive((sku, pieces))
    return path.read_bytes()


@contextmanager
def at_work(path: Path) -> Iterator[Shop]:
    """A database that exists, with its writer at work."""
    database = open_database(path)
    writer = Writer(database)
    writer.start()
    try:
        yield Shop(database, writer)
    finally:
        writer.stop()
        database.close()


def at_once(*actions: Callable[[], Any]) -> list[Any]:
    """Run each in a thread of its own, all released together; the results in order."""
    gate = threading.Barrier(len(actions))

    def run(action: Callable[[], Any]) -> Any:
        gate.wait(LIMIT_S)
        return action()

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(run, actions, timeout=LIMIT_S))


def _form(kind: type[Any], document: Json) -> Any:
    return kind.model_validate_json(json.dumps(document))


def _set_up(batch: Batch) -> None:
    event = {
        "name": "Pameran",
        "edition": 6,
        "venue": "Plasa Industri",
        "timezone": "Asia/Jakarta",
        "tz_abbr": "WIB",
        "demo": True,
    }
    days = [{"date": f"2018-04-0{day}", "opens": "09:00", "closes": "17:00"} for day in range(3, 7)]
    batch.insert(tables.event, id=1, mode="live", **event)
    for day in days:
        batch.insert(tables.event_day, **day)
    batch.record(events.EventConfigured(event={**event, "days": days}))
    batch.insert(tables.category, code="KRJ", name="Kerajinan", name_en="Craft")
    for no, name in STALLS.items():
        batch.insert(tables.region, code=f"R{no}", name=name, timezone="Asia/Jakarta")
        batch.insert(tables.stall, no=no, name=name, region=f"R{no}")
        batch.record(events.StallAdded(stall={"no": no, "name": name}))
    for code, stall in FACILITIES.items():
        _add_facility(batch, code, stall)
    for number, (sku, price) in enumerate(PRICES.items()):
        _add_product(batch, sku, price, f"CODE{number}")
    for till, stall in TILLS.items():
        batch.insert(tables.till, code=till, stall=stall, state="active", enrolled_at=batch.now_text)
        batch.record(events.TillEnrolled(till=till, stall=stall))


def _add_facility(batch: Batch, code: str, stall: str) -> None:
    facts = {"code": code, "name": f"Lapas {code}", "stall": stall}
    batch.insert(
        tables.facility,
        **facts,
        official_name=f"Lembaga Pemasyarakatan {code}",
        type="Lapas",
        city="Kota",
        province="Provinsi",
        province_iso="ID-XX",
    )
    batch.record(events.FacilityAdded(facility=facts))


def _add_product(batch: Batch, sku: str, price: int, code: str) -> None:
    facts = {
        "sku": sku,
        "code": code,
        "name": sku.title(),
        "name_en": f"{sku.title()} (en)",
        "facility": _FACILITY_OF[sku],
        "category": "KRJ",
        "price": price,
        "cost": price // 2,
        "stocked": sku in _BROUGHT,
    }
    batch.insert(
        tables.product,
        **facts,
        unit="buah",
        fulfilment="bawa" if sku in _BROUGHT else NOT_BROUGHT[sku],
        lead_time_days=14 if sku == "KURSI" else None,
        unique_piece=sku in _UNIQUE,
    )
    batch.insert(tables.price, sku=sku, since=batch.now_text, price=price)
    batch.record(events.ProductAdded(product=facts))
