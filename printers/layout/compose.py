"""One table: which layout each kind of document has."""

import dataclasses
from collections.abc import Callable
from typing import Any

from printers.capabilities import Capabilities
from printers.documents import Document, DrawerKick, LabelBatch, ProductLabel, Receipt, RefundSlip, TestPage
from printers.layout.labels import lay_out_label
from printers.layout.machine import lay_out_test
from printers.layout.page import Page
from printers.layout.receipts import lay_out_receipt, lay_out_refund

LAYOUTS: dict[type[Document], Callable[[Any, Capabilities], Page]] = {
    Receipt: lay_out_receipt,
    RefundSlip: lay_out_refund,
    ProductLabel: lay_out_label,
    TestPage: lay_out_test,
}


def lay_out(document: Document, capabilities: Capabilities) -> list[Page]:
    """The pages of `document` on this printer's paper."""
    if isinstance(document, LabelBatch):
        return [page for label in document.labels for page in lay_out(label, capabilities)]
    if isinstance(document, DrawerKick):
        return [Page(capabilities.width_dots, 0, (), kick=True)]
    return [LAYOUTS[type(document)](document, capabilities)]


def lay_out_raster(document: Document, capabilities: Capabilities) -> list[Page]:
    """The same pages as they are drawn dot by dot, in our own letters."""
    return lay_out(document, dataclasses.replace(capabilities, mode="raster"))
