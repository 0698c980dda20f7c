"""What may be sent about printers and print jobs: strict, and every field named when it is wrong."""

from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from printers.transports.addresses import is_address

LABEL_MEDIA = ("50x30", "40x30")


def _is_uuid(text: str) -> str:
    return str(UUID(text))


def _is_address(text: str) -> str:
    if not is_address(text):
        raise ValueError(
            "must be tcp://HOST:PORT, usb:///dev/usb/lpN, usb://VVVV:PPPP, serial:///dev/…, file:///….prn, "
            "or one of them behind agent+"
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

    @model_validator(mode="after")
    def fits_together(self) -> Self:
        """Paper, language and completion query must be of one printer."""
        if (self.media in LABEL_MEDIA) != (self.kind == "label"):
            raise ValueError("media: receipts need a roll (80mm, 58mm), labels need labels (50x30, 40x30)")
        if self.kind == "receipt" and self.language != "escpos":
            raise ValueError("language: receipts are printed in escpos")
        if self.completion in ("gs_r", "gs_h") and self.language != "escpos":
            raise ValueError("completion: tspl and zpl printers answer poll or none")
        return self

    @property
    def completion_query(self) -> str:
        """The wanted one, else what printers of that language usually answer."""
        return self.completion or ("gs_r" if self.language == "escpos" else "poll")


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
