"""Pages as PDF: receipts on a page of their own, labels on A4 sheets; codes are vectors, text is text."""

import functools
import io
from collections.abc import Sequence

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from printers.encoders.png import qr_rows
from printers.layout.page import Bar, Font, Logo, Page, Qr, Text
from printers.logos import logo_picture
from printers.typeface import FOLDER

POINTS_A_MILLIMETRE = 72 / 25.4
POINTS_A_DOT = POINTS_A_MILLIMETRE / 8
EDGE = 6 * POINTS_A_MILLIMETRE  # white around a roll's page
CUT_MARK = 6  # points
FACES = {
    ("mono", False): "DejaVuSansMono",
    ("mono", True): "DejaVuSansMono-Bold",
    ("sans", False): "DejaVuSansCondensed",
    ("sans", True): "DejaVuSansCondensed-Bold",
}


def roll_pdf(pages: Sequence[Page]) -> bytes:
    """Each page of a roll as a PDF page of its own size."""
    file = io.BytesIO()
    canvas = Canvas(file, invariant=1)
    for page in pages:
        height = page.height * POINTS_A_DOT + 2 * EDGE
        canvas.setPageSize((page.width * POINTS_A_DOT + 2 * EDGE, height))
        _put_page(canvas, page, EDGE, height - EDGE)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def sheet_pdf(labels: Sequence[Page], start: int = 0) -> bytes:
    """Labels on A4 sheets, row by row; `start` places are left free on a sheet already used."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, invariant=1)
    places = sheet_places(labels[0])
    for number, label in enumerate(labels, start % len(places)):
        if number and number % len(places) == 0:
            canvas.showPage()
        x, top = places[number % len(places)]
        _put_cut_marks(canvas, label, x, top)
        _put_page(canvas, label, x, top)
    canvas.save()
    return file.getvalue()


def calibration_pdf(label: Page) -> bytes:
    """The sheet's places as outlines with a ruler of 100 mm: print it, hold it against the labels."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, invariant=1)
    canvas.setLineWidth(0.3)
    width, height = _label_size(label)
    for number, (x, top) in enumerate(sheet_places(label), 1):
        canvas.rect(x, top - height, width, height)
        canvas.setFont(_face("sans", bold=True), 12)
        canvas.drawCentredString(x + width / 2, top - height / 2, str(number))
    _put_ruler(canvas)
    canvas.save()
    return file.getvalue()


def sheet_places(label: Page) -> list[tuple[float, float]]:
    """(left, top) of every label on A4 in points, as many as fit, the block centred on the sheet."""
    width, height = _label_size(label)
    columns, rows = int(A4[0] // width), int(A4[1] // height)
    left, top = (A4[0] - columns * width) / 2, A4[1] - (A4[1] - rows * height) / 2
    return [(left + column * width, top - row * height) for row in range(rows) for column in range(columns)]


def _label_size(label: Page) -> tuple[float, float]:
    """A label's size in points."""
    return label.width * POINTS_A_DOT, label.height * POINTS_A_DOT


def _put_cut_marks(canvas: Canvas, label: Page, left: float, top: float) -> None:
    """A short cross at each corner, for plain paper and scissors."""
    width, height = _label_size(label)
    canvas.setLineWidth(0.2)
    for x in (left, left + width):
        for y in (top, top - height):
            canvas.line(x - CUT_MARK / 2, y, x + CUT_MARK / 2, y)
            canvas.line(x, y - CUT_MARK / 2, x, y + CUT_MARK / 2)


def _put_ruler(canvas: Canvas) -> None:
    x, y = 20 * POINTS_A_MILLIMETRE, 5 * POINTS_A_MILLIMETRE
    canvas.line(x, y, x + 100 * POINTS_A_MILLIMETRE, y)
    for millimetre in range(0, 101, 10):
        canvas.line(x + millimetre * POINTS_A_MILLIMETRE, y, x + millimetre * POINTS_A_MILLIMETRE, y + 4)
    canvas.setFont(_face("sans", bold=False), 7)
    canvas.drawString(x + 102 * POINTS_A_MILLIMETRE, y, "100 mm")


def _put_page(canvas: Canvas, page: Page, left: float, top: float) -> None:
    for item in page.items:
        x, y = left + item.x * POINTS_A_DOT, top - item.y * POINTS_A_DOT
        match item:
            case Text(_, _, text, font):
                _put_text(canvas, x, y, text, font)
            case Qr(_, _, data, dots):
                _put_code(canvas, x, y, data, dots * POINTS_A_DOT)
            case Logo(_, _, width, height, packed):
                size = (width * POINTS_A_DOT, height * POINTS_A_DOT)
                canvas.drawInlineImage(logo_picture(packed), x, y - size[1], *size)
            case Bar(_, _, width, height):
                canvas.rect(
                    x,
                    y - height * POINTS_A_DOT,
                    width * POINTS_A_DOT,
                    height * POINTS_A_DOT,
                    stroke=0,
                    fill=1,
                )


def _put_text(canvas: Canvas, x: float, top: float, text: str, font: Font) -> None:
    size, baseline = (font.height * 20 / 24, 19 / 24) if font.width else (font.height, 0.78)
    line = canvas.beginText(x, top - font.height * baseline * POINTS_A_DOT)
    line.setFont(_face("mono" if font.width else "sans", bold=font.bold), size * POINTS_A_DOT)
    if font.width:
        line.setHorizScale(100 * font.width * 2 / font.height)
    line.textOut(text)
    canvas.drawText(line)


def _put_code(canvas: Canvas, x: float, top: float, data: str, module: float) -> None:
    """Dark modules as runs of boxes in one path: no hairlines between neighbours of a row."""
    path = canvas.beginPath()
    for row, modules in enumerate(qr_rows(data)):
        for start, length in _runs(modules):
            path.rect(x + start * module, top - (row + 1) * module, length * module, module)
    canvas.drawPath(path, stroke=0, fill=1)


def _runs(modules: Sequence[bool]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for place, dark in enumerate(modules):
        if dark and runs and sum(runs[-1]) == place:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        elif dark:
            runs.append((place, 1))
    return runs


@functools.cache
def _face(name: str, *, bold: bool) -> str:
    face = FACES[name, bold]
    pdfmetrics.registerFont(TTFont(face, str(FOLDER / f"{face}.ttf")))
    return face
