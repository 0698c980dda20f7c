"""What may be sent about printers and print jobs: strict, and every field named when it is wrong."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from printers.errors import FieldError, Message
from printers.transports.addresses import is_address, is_app

LABEL_MEDIA = ("50x30", "40x30")
_ADDRESSES = "tcp://HOST:PORT, usb:///dev/usb/lpN, usb://VVVV:PPPP, serial:///dev/…, file:///….prn"


def _is_uuid(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        raise FieldError("harus UUID", "must be a UUID") from None


def _is_address(text: str) -> str:
    if not is_address(text):
        raise FieldError(
            f"harus {_ADDRESSES}, atau salah satunya di belakang agent+",
            f"must be {_ADDRESSES}, or one of them behind agent+",
        )
    return text


PrinterName = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._ -]{0,59}$")]
StallNo = Annotated[str, Field(pattern=r"^[0-9A-Z]{1,4}$")]
RequestId = Annotated[str, Field(min_length=32, max_length=36), AfterValidator(_is_uuid)]


class Form(BaseModel):
    """Strict: no coercion, no unknown fields."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class MeasuredForm(Form):
    """What the calibration page showed; everything left out stays as the media usually is."""

    width_dots: Annotated[int, Field(ge=160, le=1280)] | None = None
    columns: Annotated[int, Field(ge=16, le=96)] | None = None
    mode: Literal["text", "raster"] | None = None
    cutter: bool | None = None
    drawer: bool | None = None
    strip_rows: Annotated[int, Field(ge=8, le=200)] | None = None


class PrinterForm(Form):
    """A printer as the organiser sets it up."""

    stall: StallNo | None = None
    kind: Literal["receipt", "label"]
    connection: Annotated[str, Field(max_length=200), AfterValidator(_is_address)]
    language: Literal["escpos", "tspl", "zpl"]
    media: Literal["80mm", "58mm", "50x30", "40x30"]
    native_qr: bool = True
    completion: Literal["gs_r", "gs_h", "poll", "none"] | None = None
    caps: MeasuredForm = MeasuredForm()
    enabled: bool = True
    fallback: PrinterName | None = None

    @property
    def completion_query(self) -> str:
        """The wanted one, else what printers of that language usually answer."""
        usual = "gs_r" if self.language == "escpos" else "poll"
        return self.completion or ("none" if is_app(self.connection) else usual)


ASKS_ESCPOS = Message("printer tspl dan zpl menjawab poll atau none", "tspl and zpl answer poll or none")
_ROLL = Message("struk memerlukan gulungan, 80mm atau 58mm", "receipts need a roll, 80mm or 58mm")
_LABELS = Message("label memerlukan kertas 50x30 atau 40x30", "labels need label paper, 50x30 or 40x30")
_RECEIPTS = Message("struk dicetak dalam escpos", "receipts are printed in escpos")
_SILENT_APP = Message("aplikasi cetak tidak menjawab: pilih none", "a print app answers nothing: choose none")


def misfits(form: PrinterForm) -> list[tuple[str, Message]]:
    """Paper, language and completion query must be of one printer: the fields that are not, and why."""
    receipt, on_labels = form.kind == "receipt", form.media in LABEL_MEDIA
    found = []
    if receipt == on_labels:
        found.append(("media", _ROLL if receipt else _LABELS))
    if receipt and form.language != "escpos":
        found.append(("language", _RECEIPTS))
    if form.completion in ("gs_r", "gs_h") and form.language != "escpos":
        found.append(("completion", ASKS_ESCPOS))
    if is_app(form.connection) and form.completion not in (None, "none"):
        found.append(("completion", _SILENT_APP))
    return found


class CalibrationForm(Form):
    """What a person read off the calibration page."""

    caps: MeasuredForm
    native_qr: bool | None = None
    completion: Literal["gs_r", "gs_h", "poll", "none"] | None = None


class CopyForm(Form):
    """A wish for a copy; `id` makes a repeated wish the same copy."""

    id: RequestId | None = None
    reason: Annotated[str, Field(max_length=300)] | None = None


class ConfirmForm(Form):
    """Whether somebody saw it on paper."""

    on_paper: bool


class StartForm(Form):
    """An agent is about to send a job."""

    do: Literal["start"]
    job: RequestId
    printer: PrinterName
    bytes_total: Annotated[int, Field(ge=0)]
    attempt: Annotated[int, Field(ge=1)] | None = None


class FinishForm(Form):
    """What became of the bytes an agent sent."""

    do: Literal["finish"]
    job: RequestId
    printer: PrinterName
    state: Literal["printed", "sent", "unconfirmed", "failed", "cancelled"]
    evidence: Literal["none", "handed_to_os", "idle", "processed", "completed"] = "none"
    error: Annotated[str, Field(max_length=60)] | None = None
    bytes_sent: Annotated[int, Field(ge=0)] = 0


class RequeueForm(Form):
    """Not one byte left the agent."""

    do: Literal["requeue"]
    job: RequestId
    printer: PrinterName
    error: Annotated[str, Field(max_length=60)]
    attempt: Annotated[int, Field(ge=1)] | None = None


class HoldForm(Form):
    """A receipt's buyer has gone."""

    do: Literal["hold"]
    job: RequestId
    printer: PrinterName
    hold: Literal["stale"]


class StateForm(Form):
    """How an agent's printer is."""

    do: Literal["state"]
    printer: PrinterName
    state: Literal["unknown", "ready", "paper_low", "paper_out", "cover_open", "offline", "error"]
    reason: Annotated[str, Field(max_length=60)] | None = None


Report = Annotated[StartForm | FinishForm | RequeueForm | HoldForm | StateForm, Field(discriminator="do")]


class HostForm(Form):
    """The till whose tablet feeds a print app; null: none for now."""

    till: Annotated[str, Field(pattern=r"^[0-9A-Z]{1,8}$")] | None


class HelloForm(Form):
    """An agent has started."""

    stall: StallNo


class ContinueForm(Form):
    """The running number on the last label that came out whole; 0 when none did."""

    last: Annotated[int, Field(ge=0, le=1_000_000)]


class DrawerForm(Form):
    """A wish to open the drawer; `id` makes a repeated wish the same kick."""

    id: RequestId | None = None


class TestForm(Form):
    """A wish for a test page; `id` makes a repeated wish the same page."""

    __test__ = False  # pytest: not a test

    id: RequestId | None = None
    page: Literal["test", "calibration"] = "test"
