"""Papers of the staff: kuitansi, shift reports, deposits, goods handed over."""

from collections.abc import Sequence

from printers.capabilities import Capabilities
from printers.layout.letterhead import put_big, put_foot, put_head, put_number, put_signatures
from printers.layout.page import Page
from printers.layout.roll import Roll
from printers.number_words import rupiah_in_words
from printers.phrases import amount_text, rupiah_text, say, say_method
from printers.slips import (
    STAMP_DUTY_ABOVE,
    CashLine,
    DeliveryNote,
    Denomination,
    DepositSlip,
    GoodsLine,
    Kuitansi,
    ShiftReport,
)

STAMP_ROWS = 5
MOVED = (("in", 1), ("out", -1), ("deposit", -1))  # kinds of movements, and what they do to the drawer


def lay_out_kuitansi(slip: Kuitansi, capabilities: Capabilities) -> Page:
    """Who paid, how much in words and figures, for what; above the limit with a box for the meterai."""
    roll, language = Roll(capabilities), slip.language
    put_head(roll, slip, say("kuitansi", language))
    put_number(roll, slip.number, slip.date, language)
    if slip.replaces:
        roll.line(f"{say('replaces', language)} {slip.replaces}", bold=True)
    _put_answer(roll, say("received_from", language), slip.received_from)
    _put_answer(roll, say("amount_of", language), rupiah_in_words(slip.amount))
    purpose = f"{slip.purpose} ({slip.sale_number})" if slip.sale_number else slip.purpose
    _put_answer(roll, say("purpose", language), purpose)
    put_big(roll, "", slip.amount)
    roll.line(f"{slip.place}, {slip.date}")
    if slip.amount > STAMP_DUTY_ABOVE:
        _put_stamp_box(roll, say("stamp", language))
    put_signatures(roll, f"{say('receiver', language)}: {slip.receiver}")
    put_foot(roll, slip)
    return roll.page()


def lay_out_shift(report: ShiftReport, capabilities: Capabilities) -> Page:
    """X or Z: what was sold, by which method, and what the drawer held."""
    roll, language = Roll(capabilities), report.language
    put_head(roll, report, say("report_z" if report.report.upper() == "Z" else "report_x", language))
    roll.pair(say("till", language), report.till)
    if report.number:
        roll.pair(say("number", language), report.number, bold=True)
    if report.staff:
        roll.pair(say("signed_staff", language), report.staff)
    roll.pair(say("opened", language), report.opened_at)
    roll.pair(say("printed", language), report.printed_at)
    roll.rule()
    _put_takings(roll, report)
    for method in report.methods:
        roll.pair(f"{say_method(method.method, language)} ({method.count})", amount_text(method.amount))
    roll.rule()
    _put_drawer(roll, report)
    _put_unconfirmed(roll, report)
    if report.late:
        roll.pair(say("late", language), str(report.late))
    put_signatures(roll, say("signed_staff", language), say("signed_lead", language))
    put_foot(roll, report)
    return roll.page()


def lay_out_deposit(slip: DepositSlip, capabilities: Capabilities) -> Page:
    """Cash by denomination, the sum in figures and words, both signatures."""
    roll, language = Roll(capabilities), slip.language
    put_head(roll, slip, say("deposit", language))
    put_number(roll, slip.number, slip.handed_at, language)
    if slip.till:
        roll.pair(say("till", language), slip.till)
    roll.rule()
    _put_counted(roll, slip.counted)
    put_big(roll, say("deposited", language), slip.amount)
    roll.line(rupiah_in_words(slip.amount))
    put_signatures(roll, f"{say('gives', language)}: {slip.giver}", f"{say('takes', language)}: {slip.taker}")
    put_foot(roll, slip)
    return roll.page()


def lay_out_delivery(note: DeliveryNote, capabilities: Capabilities) -> Page:
    """Goods counted in or out, with what the other side wrote where it differs."""
    roll, language = Roll(capabilities), note.language
    going_out = note.direction == "out"
    put_head(roll, note, say("delivery_out" if going_out else "delivery_in", language))
    put_number(roll, note.number, note.at, language)
    roll.pair(say("facility_out" if going_out else "facility", language), note.facility)
    roll.rule()
    for line in note.lines:
        _put_goods(roll, line, language)
    roll.rule()
    roll.pair(say("pieces", language), amount_text(sum(line.quantity for line in note.lines)), bold=True)
    put_signatures(
        roll,
        f"{say('gives', language)}: {note.giver or ''}",
        f"{say('takes', language)}: {note.taker or ''}",
    )
    put_foot(roll, note)
    return roll.page()


def _put_answer(roll: Roll, question: str, answer: str) -> None:
    """A question with its answer, or a line to write it on."""
    roll.line(f"{question}:")
    if answer:
        roll.line(answer, bold=True, indent=2)
    else:
        roll.gap()
        roll.rule()


def _put_stamp_box(roll: Roll, words: str) -> None:
    width = min(len(words) + 4, roll.columns)
    edge = "+" + "-" * (width - 2) + "+"
    inside = [""] * STAMP_ROWS
    inside[STAMP_ROWS // 2] = words
    roll.put_raw(edge)
    for text in inside:
        roll.put_raw("|" + text.center(width - 2) + "|")
    roll.put_raw(edge)


def _put_takings(roll: Roll, report: ShiftReport) -> None:
    language = report.language
    roll.pair(say("sales", language), amount_text(report.sales))
    roll.pair(say("pieces", language), amount_text(report.pieces))
    if report.gross is None or report.net is None:
        return
    roll.pair(say("gross", language), amount_text(report.gross))
    for name in ("discounts", "refunds"):
        amount = getattr(report, name)
        if amount:
            roll.pair(say(name, language), amount_text(-amount))
    if report.rounding:
        roll.pair(say("rounding", language), amount_text(report.rounding))
    put_big(roll, say("net", language), report.net)


def _put_drawer(roll: Roll, report: ShiftReport) -> None:
    """What the drawer held; the expected sum stands only beside a count."""
    language = report.language
    roll.line(say("drawer", language), bold=True)
    roll.pair(say("opening_float", language), amount_text(report.opening_float))
    if report.cash_sales is not None:
        roll.pair(say("cash_sales", language), amount_text(report.cash_sales))
    _put_where_any(roll, "cash_refunds", -report.cash_refunds, language)
    for way, sign in MOVED:
        _put_moved(roll, [line for line in report.moved if line.way == way], sign, language)
    for name in ("cash_corrections", "held_cash", "unexplained_cash"):
        _put_where_any(roll, name, getattr(report, name), language)
    if report.expected is not None:
        roll.pair(say("expected", language), amount_text(report.expected), bold=True)
    _put_count(roll, report)


def _put_where_any(roll: Roll, phrase: str, amount: int, language: str) -> None:
    if amount:
        roll.pair(say(phrase, language), amount_text(amount))


def _put_moved(roll: Roll, lines: Sequence[CashLine], sign: int, language: str) -> None:
    """The sum of one kind of movement, and each of them with who and why."""
    if not lines:
        return
    total = sum(line.amount for line in lines)
    roll.pair(say(f"cash_{lines[0].way}", language), amount_text(sign * total))
    for line in lines:
        names = " > ".join(name for name in (line.staff, line.second) if name)
        roll.pair(f"{line.at} {names}".strip(), amount_text(line.amount), indent=2)
        if line.reason:
            roll.line(line.reason, indent=4)


def _put_count(roll: Roll, report: ShiftReport) -> None:
    if report.counted_total is None:
        return
    _put_counted(roll, report.counted)
    roll.pair(say("counted", report.language), amount_text(report.counted_total), bold=True)
    if report.difference is not None:
        roll.pair(say("difference", report.language), rupiah_text(report.difference), bold=True)


def _put_unconfirmed(roll: Roll, report: ShiftReport) -> None:
    if not report.unconfirmed:
        return
    roll.rule()
    roll.line(say("unconfirmed_payments", report.language), bold=True)
    for line in report.unconfirmed:
        method = say_method(line.method, report.language)
        roll.pair(f"{line.number} {method}", amount_text(line.amount), indent=2)


def _put_counted(roll: Roll, counted: Sequence[Denomination]) -> None:
    for pile in counted:
        roll.pair(f"{amount_text(pile.value)} x {pile.count}", amount_text(pile.value * pile.count), indent=2)


def _put_goods(roll: Roll, line: GoodsLine, language: str) -> None:
    roll.pair(line.name or line.sku, amount_text(line.quantity))
    facts = [line.sku]
    if line.expires_on:
        facts.append(line.expires_on)
    roll.line(", ".join(facts), indent=2)
    if line.announced is not None and line.announced != line.quantity:
        roll.line(f"! {line.announced} {say('announced', language)}", indent=2, bold=True)
