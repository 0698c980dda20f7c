"""Receipts and refund slips: event and stall on top, plain lines, a big total, one column of prices."""

from printers.capabilities import Capabilities
from printers.documents import BalancePayment, PaymentLine, Receipt, ReceiptLine, RefundLine, RefundSlip
from printers.layout.letterhead import put_big, put_foot, put_head, put_number, put_signatures
from printers.layout.page import Page
from printers.layout.roll import Roll
from printers.phrases import amount_text, say, say_method


def lay_out_receipt(receipt: Receipt, capabilities: Capabilities) -> Page:
    """The buyer's receipt on a roll."""
    roll = Roll(capabilities)
    put_head(roll, receipt)
    _put_origin(roll, receipt.number, receipt.sold_at, receipt.staff, receipt.language)
    for line in receipt.lines:
        _put_line(roll, line, receipt.language)
    roll.rule()
    _put_total(roll, receipt)
    _put_payments(roll, receipt)
    if receipt.balance:
        _put_balance(roll, receipt)
    roll.rule()
    _put_foot(roll, receipt)
    return roll.page()


def lay_out_balance_payment(slip: BalancePayment, capabilities: Capabilities) -> Page:
    """The buyer's receipt for the balance of an order."""
    roll, language = Roll(capabilities), slip.language
    put_head(roll, slip, say("balance_payment", language))
    _put_origin(roll, slip.sale_number, slip.paid_at, slip.staff, language)
    put_big(roll, say("balance_paid", language), slip.amount)
    _put_payments(roll, slip)
    roll.rule()
    roll.centre(say("paid_in_full", language))
    put_foot(roll, slip)
    return roll.page()


def lay_out_refund(slip: RefundSlip, capabilities: Capabilities) -> Page:
    """What was given back, with two lines to sign on."""
    roll, language = Roll(capabilities), slip.language
    put_head(roll, slip, say("refund", language))
    _put_origin(roll, slip.number, slip.refunded_at, slip.staff, language)
    roll.pair(say("refund_of", language), slip.sale_number)
    for line in slip.lines:
        _put_refund_line(roll, line)
    roll.rule()
    if slip.rounding:
        roll.pair(say("rounding", language), amount_text(slip.rounding))
    if slip.unpaid:
        roll.pair(say("never_paid", language), amount_text(-slip.unpaid))
    put_big(roll, say("refunded", language), slip.amount)
    roll.pair(say("method", language), say_method(slip.method, language))
    roll.pair(say("reason", language), slip.reason)
    if slip.approved_by:
        roll.pair(say("approved_by", language), slip.approved_by)
    roll.rule()
    put_signatures(roll, say("signed_buyer", language), say("signed_staff", language))
    put_foot(roll, slip)
    return roll.page()


def _put_origin(roll: Roll, number: str, at: str, staff: str | None, language: str) -> None:
    put_number(roll, number, at, language)
    if staff:
        roll.pair(say("staff", language), staff)
    roll.rule()


def _put_line(roll: Roll, line: ReceiptLine, language: str) -> None:
    roll.pair(line.name or "-", amount_text(line.amount))
    if line.quantity != 1 or line.discount:
        sum_text = f"{line.quantity} x {amount_text(line.unit_price)}"
        if line.discount:
            sum_text += f" - {say('discount', language)} {amount_text(line.discount)}"
        roll.line(sum_text, indent=2)
    roll.line(line.facility, indent=2)
    if line.collect:
        roll.line(line.collect, indent=2)


def _put_refund_line(roll: Roll, line: RefundLine) -> None:
    roll.pair(f"{line.quantity} x {line.name}", amount_text(line.amount))
    roll.line(line.facility, indent=2)


def _put_total(roll: Roll, receipt: Receipt) -> None:
    language = receipt.language
    roll.pair(say("pieces", language), str(sum(line.quantity for line in receipt.lines)))
    if receipt.rounding:
        roll.pair(say("subtotal", language), amount_text(receipt.total - receipt.rounding))
        roll.pair(say("rounding", language), amount_text(receipt.rounding))
    put_big(roll, say("total", language), receipt.total)


def _put_payments(roll: Roll, paper: Receipt | BalancePayment) -> None:
    for payment in paper.payments:
        _put_payment(roll, payment, paper.language)
    if paper.change:
        roll.pair(say("change", paper.language), amount_text(paper.change), bold=True)


def _put_balance(roll: Roll, receipt: Receipt) -> None:
    """Ordered goods that are paid in part: what was paid down, and what is to be paid for them later."""
    language = receipt.language
    roll.rule()
    roll.pair(say("paid_down", language), amount_text(receipt.total - receipt.balance))
    put_big(roll, say("balance_due", language), receipt.balance)
    roll.centre(say("bring_receipt", language))


def _put_payment(roll: Roll, payment: PaymentLine, language: str) -> None:
    paid = payment.amount if payment.tendered is None else payment.tendered
    roll.pair(say_method(payment.method, language), amount_text(paid))
    if payment.reference:
        roll.line(f"{say('reference', language)} {payment.reference}", indent=2)
    if payment.state != "confirmed":
        roll.line(f"({say('unconfirmed', language)})", indent=2)


def _put_foot(roll: Roll, receipt: Receipt) -> None:
    language = receipt.language
    if receipt.receipt_url:
        roll.code(receipt.receipt_url)
        roll.centre(say("scan_receipt", language))
        roll.centre(_typed_address(receipt.receipt_url, roll.columns))
        roll.gap()
    roll.centre(say("exchange", language))
    if receipt.contact:
        roll.centre(f"{say('contact', language)}: {receipt.contact}")
    roll.centre(say("thanks", language))
    put_foot(roll, receipt)
    if receipt.demo and not receipt.copy:
        roll.centre(say("demo_receipt", language))


def _typed_address(url: str, columns: int) -> str:
    """The address as a person types it; where it is too long it breaks before its last part."""
    address = url.rsplit("://", maxsplit=1)[-1]
    if len(address) <= columns or "/" not in address:
        return address
    host, _, last = address.rpartition("/")
    return f"{host}/ {last}"  # wrapped at the space
