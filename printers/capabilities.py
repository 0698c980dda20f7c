"""What one printer and its paper can do; measured by the calibration page, never guessed from a profile."""

from dataclasses import dataclass
from typing import Literal, NamedTuple, Self


class Size(NamedTuple):
    """Printable dots at 203 dpi (8 a millimetre); height 0 is a roll."""

    width: int
    height: int


SIZES: dict[str, Size] = {
    "80mm": Size(576, 0),
    "58mm": Size(384, 0),
    "50x30": Size(400, 240),
    "40x30": Size(320, 240),
}
CELL = 12  # dots of one column in font A


@dataclass(frozen=True)
class Capabilities:
    """How to speak to one printer and how wide its paper is; `height_dots` 0 is a roll."""

    language: str  # escpos, tspl, zpl
    media: str  # a key of SIZES
    width_dots: int
    height_dots: int
    columns: int
    dpi: int = 203
    native_qr: bool = True
    mode: Literal["text", "raster"] = "text"
    cutter: bool = True
    drawer: bool = True
    completion: str = "gs_r"
    strip_rows: int = 200

    @classmethod
    def of(
        cls, language: str, media: str, native_qr: bool = True, completion: str = "gs_r", **measured: object
    ) -> Self:
        """The usual printer of that language and media; `measured` overrides any other field."""
        size = SIZES[media]
        usual: dict[str, object] = {
            "width_dots": size.width,
            "height_dots": size.height,
            "columns": size.width // CELL,
            "native_qr": native_qr,
            "completion": completion,
        }
        return cls(language=language, media=media, **(usual | measured))  # type: ignore[arg-type]

    @property
    def is_label(self) -> bool:
        """Whether the paper comes in pieces with gaps."""
        return self.height_dots > 0
