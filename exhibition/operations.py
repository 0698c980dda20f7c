"""Every operation of /api/v1: THE table behind the OpenAPI document. A test compares it with the routes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from exhibition.access import forms as access_forms
from exhibition.answers import drawers, goods, orders, paper, sales, stalls, watching, who
from exhibition.feedback import FeedbackForm
from exhibition.help import HelpForm
from exhibition.paper.labels import LabelBatchForm, SheetForm, ShelfCardForm
from exhibition.paper.slips_api import SlipForm
from pos import forms
from pos.descriptions import DescriptionForm
from pos.orders import forms as order_forms
from printers import forms as printing

STALL = ("cashier", "lead", "treasurer", "organiser")
ALL = (*STALL, "viewer")
WATCHERS = ("lead", "treasurer", "organiser")
LEADS = ("lead", "organiser")
PAPER = ("cashier", "lead", "organiser")
ORGANISER = ("organiser",)

Model = type[BaseModel] | None
Shape = Any  # a model, or a list of one
Shapes = Shape | dict[int, Shape]  # of every answer, or by status


@dataclass(frozen=True)
class Operation:
    """One method of one address. `roles` empty: public. `produces` where it is not JSON."""

    method: str
    path: str
    summary: str
    roles: Sequence[str] = ()
    body: Model = None
    answers: dict[int, str] = field(default_factory=lambda: {200: "Done"})
    model: Shapes = None
    query: Sequence[str] = ()
    produces: Sequence[str] = ("application/json",)


NEW = {201: "Stored", 200: "A repeat: the first answer again"}
MADE = {201: "Made"}
GONE = {204: "Done"}
PICTURES = ("text/plain", "image/png", "application/octet-stream", "application/pdf")
SALE_ANSWERS = {
    201: "Accepted: the row is on disk",
    200: "Duplicate: the same id with the same content, otherwise the first answer",
    202: "Held: kept in full until somebody decides",
}
SALES: Shapes = {201: sales.Accepted, 200: sales.Accepted, 202: sales.Held}


def get(path: str, summary: str, roles: Sequence[str] = ALL, **more: object) -> Operation:
    """A question."""
    return Operation("get", path, summary, roles, **more)  # type: ignore[arg-type]


def put(path: str, summary: str, roles: Sequence[str], body: Model, **more: object) -> Operation:
    """A document with a client-made id; it may be repeated."""
    return Operation("put", path, summary, roles, body, **({"answers": NEW} | more))  # type: ignore[arg-type]


def post(path: str, summary: str, roles: Sequence[str], body: Model = None, **more: object) -> Operation:
    """An action."""
    return Operation("post", path, summary, roles, body, **({"answers": MADE} | more))  # type: ignore[arg-type]


OPERATIONS = (
    # Who
    get("/me", "Who the credential stands for", model=who.Me),
    post("/sign-in", "Start working under one's own name", (), access_forms.SignInForm, model=who.Me,
         answers={200: "Signed in"}),
    post("/sign-out", "Stop; the tablet stays enrolled", (), answers=GONE),
    get("/staff-names", "The names of the tablet's stall, for the sign-in screen", STALL,
        model=list[who.Colleague]),
    post("/enrolments", "A code for a new tablet or hall screen, or for a tablet's own move", STALL,
         access_forms.EnrolmentForm, model=who.Enrolment),
    get("/enrolments/{code}.svg", "The code's address as a QR", LEADS, produces=("image/svg+xml",)),
    post("/enrol", "Become a till or a screen; or go on under a new till code", (), access_forms.EnrolForm,
         model=who.Me),
    post("/approvals", "A single-use code for one correction", STALL, access_forms.ApprovalForm,
         model=who.Approval),
    get("/staff", "Everybody who may sign in", LEADS, model=list[who.Person]),
    post("/staff", "Somebody new; the PIN is shown once", ORGANISER, access_forms.StaffForm,
        model=who.NewPerson),
    post("/staff/{name}/pin", "A new PIN; the old one ends", LEADS, answers={200: "The PIN"},
        model=who.NewPin),
    Operation("delete", "/staff/{name}", "Somebody no longer signs in", ORGANISER, answers=GONE),
    post("/tokens", "A script's rights; the token is shown once", ORGANISER, access_forms.TokenForm,
         model=who.Token),
    # Sales
    put("/sales/{sale_id}", "Hand in a finished sale; repeat it until it is answered", STALL, forms.SaleForm,
        answers=SALE_ANSWERS, model=SALES),
    get("/sales/{sale_id}", "A sale with its refunds and print jobs", model=sales.Sale),
    get("/sales", "The newest sales: of a stall, or of all for those who watch all", STALL,
        query=("stall", "limit", "number", "before"), model=list[sales.ListedSale]),
    get("/pieces-sold-twice", "Unique pieces that more than one sale holds", ("treasurer", "organiser"),
        model=list[sales.PieceSoldTwice]),
    get("/sales/{uuid}/receipt", "The receipt exactly as the printer gets it", STALL,
        query=("paper", "format"), produces=PICTURES),
    put("/sales/{sale_id}/payments/{position}/confirmation", "An unconfirmed payment has arrived",
        STALL, forms.ConfirmationForm, model=sales.Confirmed),
    put("/payment-corrections/{correction_id}", "Say how a sale was really paid", STALL,
        forms.PaymentCorrectionForm, model=sales.Corrected),
    get("/held", "Held sales, the newest first", ("treasurer", "organiser"), query=("undecided",),
        model=list[sales.HeldSale]),
    put("/held/{held_id}/decision", "Accept or reject a held sale, once", ORGANISER, forms.DecisionForm,
        model=sales.Decided),
    put("/refunds/{refund_id}", "Give money back for pieces of a sale", STALL, forms.RefundForm,
        model=sales.Refund),
    get("/refunds", "Voids that wait for a lead's word", WATCHERS, query=("unapproved",),
        model=list[sales.UnapprovedRefund]),
    put("/refunds/{refund_id}/approval", "Stand by a void that a cashier booked offline", STALL,
        forms.ApprovalForm, model=sales.ApprovedRefund),
    # Orders
    get("/orders", "Every ordered line, the newest sale first", STALL, query=("stall", "facility"),
        model=list[orders.Order]),
    put("/balance-payments/{document_id}", "The buyer pays the balance of an order", STALL,
        order_forms.BalancePaymentForm, model=orders.BalancePaid),
    put("/order-handovers/{document_id}", "The buyer has the goods; or the mark was a mistake", STALL,
        order_forms.HandoverForm, model=orders.HandedOver),
    put("/products/{sku}/order-capacity", "How many pieces may be ordered during the fair", ORGANISER,
        order_forms.CapacityForm, answers={200: "Kept"}, model=orders.Capacity),
    put("/order-contacts/{document_id}", "Where a sale's orders are delivered", STALL,
        order_forms.ContactForm, answers={201: "Kept"}, model=orders.ContactKept),
    get("/orders/{sale_id}/contact", "Where a sale's orders are delivered", PAPER, model=orders.Contact),
    Operation("delete", "/orders/{sale_id}/contact", "Forget where a sale's orders were delivered", LEADS,
              answers=GONE),
    # Drawers
    put("/shifts/{shift_id}", "Open a till's drawer with its float", STALL, forms.ShiftForm,
        model=drawers.OpenShift),
    get("/shifts", "The drawers, open ones first", STALL, query=("stall",),
        model=list[drawers.ShiftAtAGlance]),
    get("/shifts/{shift_id}", "A shift's figures and the sales that came too late", STALL,
        model=drawers.Shift),
    put("/shifts/{shift_id}/close", "Count the drawer; what was expected is in the answer", STALL,
        forms.CloseForm, model=drawers.ClosedShift),
    put("/cash-movements/{movement_id}", "Cash in, cash out, or a deposit with two names", STALL,
        forms.CashMovementForm, model=drawers.Movement),
    # Tills and stalls
    get("/stalls", "The stalls of the exhibition", model=list[stalls.Stall]),
    get("/categories", "The kinds of goods", model=list[stalls.Category]),
    get("/stalls/{no}/till", "Everything a till needs to sell", model=stalls.Snapshot),
    get("/stalls/{no}/settings", "A stall's settings", model=stalls.Settings),
    put("/stalls/{no}/settings", "Replace a stall's settings", ORGANISER, forms.StallSettingsForm,
        model=stalls.Settings),
    get("/event-settings", "What counts for the whole exhibition", STALL,
        model=forms.EventSettingsForm),
    put("/event-settings", "Replace what counts for the whole exhibition", ORGANISER,
        forms.EventSettingsForm, answers={200: "Kept"}, model=forms.EventSettingsForm),
    get("/closing-prices", "The closing day's prices", STALL, model=forms.ClosingPricesForm),
    put("/closing-prices", "Replace the closing day's prices; the tills follow by themselves", ORGANISER,
        forms.ClosingPricesForm, answers={200: "Kept"}, model=forms.ClosingPricesForm),
    get("/tills", "Every till with its last report", WATCHERS, model=list[stalls.Till]),
    put("/tills/{code}/report", "A tablet tells how many sales wait on it", STALL, forms.ReportForm,
        model=stalls.Reported),
    post("/tills/{code}/revoke", "A tablet is lost: what it still hands in is held", LEADS,
         answers={200: "Revoked"}, model=who.Revoked),
    put("/reservations/{piece}", "Keep a unique piece for a cart for five minutes", STALL,
        forms.ReservationForm, model=stalls.Reserved),
    Operation("delete", "/reservations/{piece}", "Let a piece go again", STALL, forms.ReservationForm,
        answers=GONE),
    post("/offer-again", "Ask every tablet to hand in all its sales once more", ORGANISER,
        answers={200: "Asked"}, model=stalls.OfferAgain),
    put("/tills/{code}/rejected/{document_id}", "The office is done with a document the server refused",
        LEADS, forms.PutAwayForm, answers={200: "Kept"}, model=stalls.PutAway),
    get("/documents-put-away", "Refused documents that the office is done with", WATCHERS,
        model=list[stalls.PutAwayDocument]),
    put("/tills/{code}/held-decision", "One decision about all held sales of a till", ORGANISER,
        forms.TillDecisionForm, answers={200: "What became of each"},
        model=list[sales.Decided | sales.NotDecided]),
    post("/outbox-imports", "Hand in the file that a tablet saved", ORGANISER, forms.OutboxForm,
        answers={200: "What became of every row"}, model=list[sales.Imported]),
    # Watching
    get("/board", "The whole exhibition as it stands", model=watching.Board),
    get("/journal", "The journal as NDJSON, from `after` (exclusive)", ORGANISER, query=("after", "limit"),
        produces=("application/x-ndjson",), model=watching.Entry),
    # Paper
    get("/printers", "Every printer with its state and reason", query=("stall",), model=list[paper.Printer]),
    get("/printers/{name}", "One printer", model=paper.Printer),
    put("/printers/{name}", "Set a printer up, or change it", ORGANISER, printing.PrinterForm,
        model=paper.Printer),
    put("/printers/{name}/host", "Which tablet hands this printer's jobs to its print app", PAPER,
        printing.HostForm, answers={200: "Chosen"}, model=paper.Printer),
    post("/printers/{name}/probe", "Which questions the printer answers; prints nothing", LEADS,
         answers={200: "What it answered"}, model=paper.Probe),
    put("/printers/{name}/calibration", "What a person read off the calibration page", LEADS,
        printing.CalibrationForm, model=paper.Printer),
    post("/printers/{name}/test", "Print a test page", PAPER, printing.TestForm, model=paper.Job),
    post("/printers/{name}/drawer", "Open the drawer: now, or not at all", PAPER, printing.DrawerForm,
        model=paper.Job),
    get("/print-jobs", "Jobs of a sale, of a stall, in a state",
        query=("sale", "stall", "state", "limit", "before"),
        model=list[paper.Job]),
    get("/print-jobs/{job}", "One job and what happened to it", model=paper.JobStory),
    post("/print-jobs/{job}/copy", "A reprint marked SALINAN", PAPER,
         printing.CopyForm, model=paper.Job),
    post("/print-jobs/{job}/confirm", "Somebody says if it is on paper", PAPER,
         printing.ConfirmForm, answers={200: "Settled"}, model=paper.Job),
    post("/print-jobs/{job}/continue", "Go on behind the last label that came out", PAPER,
         printing.ContinueForm, model=paper.Job),
    post("/print-jobs/{job}/release", "Print a held job after all", PAPER,
         answers={200: "Released"}, model=paper.Job),
    post("/print-jobs/{job}/drop", "A waiting job is not wanted any more", PAPER,
         answers={200: "Dropped"}, model=paper.Job),
    post("/agent/hello", "A stall's machine has started; gives its printers", PAPER, printing.HelloForm,
         answers={200: "Its printers"}, model=list[paper.Printer]),
    get("/agent/printers", "The printers of a stall that its machine drives", PAPER, query=("stall",),
        model=list[paper.Printer]),
    get("/agent/jobs/next", "The next job of a printer; waits for it", PAPER,
        query=("printer", "wait", "encoded"),
        answers={200: "A job", 204: "None"}, model=paper.AgentJob),
    post("/agent/reports", "What a stall's machine did or saw", PAPER, paper.AgentReport,
         answers={200: "Whether it changed anything"}, model=paper.AgentTold),
    put("/label-batches/{uuid}", "Print labels", ("cashier", "lead", "organiser"), LabelBatchForm,
        model=paper.Labels),
    get("/products/{sku}/label", "A label as the printer gets it", STALL,
        query=("size", "format", "kind", "piece", "copies", "start", "paper", "produced_on", "expires_on",
               "batch"),
        produces=("image/png", "application/octet-stream", "application/pdf")),
    get("/label-goods", "What labels lack, and which carry an old price", LEADS, query=("reprint",),
        model=list[paper.LabelGoods]),
    put("/label-sheets/{uuid}", "Labels on A4, or cards for the shelf, as PDF", LEADS, SheetForm,
        answers={200: "The sheets"}, produces=("application/pdf",)),
    get("/label-sheets/calibration.pdf", "The outlines of a sheet, to hold against the labels", LEADS,
        query=("size",), produces=("application/pdf",)),
    put("/shelf-cards/{uuid}", "Print cards that stand beside the goods", PAPER, ShelfCardForm,
        model=paper.Cards),
    put("/slips/{uuid}", "Print a shift report, deposit, kuitansi, delivery or return note", STALL, SlipForm,
        model=paper.Job),
    get("/buyers", "How many buyers' names are kept for kuitansi", ("treasurer", "organiser"),
        model=paper.Buyers),
    Operation("delete", "/buyers", "Forget the names: kuitansi get a line to write on", ORGANISER,
        model=paper.Forgotten),
    put("/hall-checks/{uuid}", "Print a code at every stall that its tablet must read", ORGANISER, None,
        model=paper.HallCheck),
    get("/hall-check", "Which stalls have read their code", LEADS, model=paper.HallCheck),
    get("/logo", "The logo on receipts, as paper shows it", WATCHERS, produces=("image/png",)),
    put("/logo", "Hand in a logo for receipts: the picture file itself", ORGANISER, None, model=paper.Logo),
    Operation("DELETE", "/logo", "Take the logo away", ORGANISER, answers=GONE),
    # Help
    get("/help", "Calls for help that nobody has answered yet", STALL, model=list[who.Call]),
    post("/help", "A tablet calls the organisers", ("cashier", "lead"), HelpForm,
         answers={201: "Called", 200: "Called before"}, model=who.Call),
    post("/help/{till}/answered", "Somebody is on the way", ("cashier", "lead", "organiser"), answers=GONE),
    # Goods
    get("/products", "Every product with its stock", model=list[stalls.Product]),
    put("/consignments/{document_id}", "Count a delivery note in", LEADS, forms.ConsignmentForm,
        model=goods.Noted),
    get("/consignments", "Delivery notes, the newest first", WATCHERS,
        model=list[goods.Delivery]),
    get("/deposits", "Cash that stalls have handed to the treasurer", WATCHERS, model=list[goods.Deposit]),
    get("/returns", "What has gone back to each facility, stall by stall", WATCHERS,
        model=list[goods.WentHome]),
    put("/stock-movements/{document_id}", "Goods come or go without a sale", LEADS, forms.MovementForm,
        model=goods.Moved),
    put("/product-descriptions/{document_id}", "Fill in what a product's label must say", LEADS,
        DescriptionForm, model=goods.Noted),
    put("/price-changes/{document_id}", "Change a price; the old one stays in the history", ORGANISER,
        forms.PriceForm, model=goods.Repriced),
    get("/stock", "Where every piece is", STALL, query=("facility",), model=list[goods.StockLine]),
    # Buyers
    post("/feedback", "What a buyer says about a product", (), FeedbackForm, model=goods.Said),
    get("/openapi.json", "This document", (), model=dict[str, Any]),
)  # fmt: skip
