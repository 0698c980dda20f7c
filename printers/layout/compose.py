"""One table: which layout each kind of document has."""

import dataclasses
from collections.abc import Callable
from typing import Any

from printers.capabilities import Capabilities
from printers.documents import (
    BalancePayment,
    CalibrationPage,
    DeliveryNote,
    DepositSlip,
    Document,
    DocumentError,
    DrawerKick,
    FoodLabel,
    HallCheck,
    Kuitansi,
    LabelBatch,
    ProductLabel,
    Receipt,
    RefundSlip,
    SerialLabel,
    ShelfCard,
    ShiftReport,
    TestPage,
)
from printers.layout.food import lay_out_food
from printers.layout.labels import lay_out_label, lay_out_serial
from printers.layout.machine import lay_out_calibration, lay_out_hall_check, lay_out_test
from printers.layout.page import Page
from printers.layout.receipts import lay_out_balance_payment, lay_out_receipt, lay_out_refund
from printers.layout.shelf import lay_out_shelf_card
from printers.layout.slips import lay_out_delivery, lay_out_deposit, lay_out_kuitansi, lay_out_shift

LAYOUTS: dict[type[Document], Callable[[Any, Capabilities], Page | list[Page]]] = {
    Receipt: lay_out_receipt,
    RefundSlip: lay_out_refund,
    ProductLabel: lay_out_label,
    SerialLabel: lay_out_serial,
    FoodLabel: lay_out_food,
    ShelfCard: lay_out_shelf_card,
    Kuitansi: lay_out_kuitansi,
    ShiftReport: lay_out_shift,
    DepositSlip: lay_out_deposit,
    BalancePayment: lay_out_balance_payment,
    DeliveryNote: lay_out_delivery,
    TestPage: lay_out_test,
    CalibrationPage: lay_out_calibration,
    HallCheck: lay_out_hall_check,
}


def lay_out(document: Document, capabilities: Capabilities) -> list[Page]:
    """The pages of `document` on this printer's paper."""
    if isinstance(document, LabelBatch):
        return [page for label in document.labels for page in lay_out(label, capabilities)]
    if isinstance(document, DrawerKick):
        return [_kick(capabilities)]
    pages = LAYOUTS[type(document)](document, capabilities)
    return pages if isinstance(pages, list) else [pages]


def lay_out_raster(document: Document, capabilities: Capabilities) -> list[Page]:
    """The same pages as they are drawn dot by dot, in our own letters."""
    return lay_out(document, dataclasses.replace(capabilities, mode="raster"))


def _kick(capabilities: Capabilities) -> Page:
    if capabilities.language != "escpos" or not capabilities.drawer:
        raise DocumentError("this printer opens no drawer")
    return Page(capabilities.width_dots, 0, (), kick=True)
