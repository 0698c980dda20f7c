"""Pages about the printer itself: test, calibration, the check of the hall before opening."""

from printers.capabilities import Capabilities
from printers.documents import CalibrationPage, HallCheck, TestPage
from printers.layout.arranging import LabelParts, place_parts
from printers.layout.fitting import fit
from printers.layout.letterhead import put_demo
from printers.layout.letters import style_of
from printers.layout.page import Bar, Item, Page, Qr, Text, qr_modules
from printers.layout.roll import Roll
from printers.phrases import say

RULERS = ((384, "384 = 58 mm"), (512, "512"), (576, "576 = 80 mm"))
COLUMNS = (32, 42, 48)
LETTERS = "ABCXYZ abcxyz 0123456789 #$@[]^_{|}~"
NATIVE_CODE, DRAWN_CODE = "LAPAK KALIBRASI A", "LAPAK KALIBRASI B"


def lay_out_test(page: TestPage, capabilities: Capabilities) -> Page:
    """Which printer this is and how it is set up; the ruler and the code show whether that is right."""
    if capabilities.is_label:
        url = page.url or f"LAPAK {page.printer.upper()}"
        parts = LabelParts(say("test", page.language), page.printer, page.printed_at, page.stall, url)
        return place_parts(parts, capabilities)
    roll, language = Roll(capabilities), page.language
    roll.centre(say("test", language), bold=True, wide=2, tall=2)
    if page.event:
        roll.centre(page.event)
    put_demo(roll, page.demo, language)
    roll.rule()
    roll.pair(say("printer", language), page.printer)
    roll.pair(say("stall", language), page.stall)
    roll.pair(
        say("paper", language), f"{capabilities.media}, {capabilities.width_dots} {say('dots', language)}"
    )
    roll.pair(say("language", language), capabilities.language)
    roll.line(page.printed_at)
    roll.rule()
    roll.line(_ruler(roll.columns))
    roll.line(say("test_ruler", language))
    if page.url:
        roll.code(page.url)
        roll.centre(say("test_scan", language))
    return roll.page()


def lay_out_calibration(page: CalibrationPage, capabilities: Capabilities) -> Page:
    """Five questions on paper; the office asks them and keeps the answers as capabilities."""
    if capabilities.is_label:
        return _label_frame(page, capabilities)
    roll, language = Roll(capabilities), page.language
    roll.centre(say("calibration", language), bold=True, wide=2, tall=2)
    roll.pair(page.printer, f"{say('stall', language)} {page.stall}")
    roll.line(page.printed_at)
    roll.rule()
    roll.line(say("calibrate_width", language))
    for dots, name in RULERS:
        roll.line(name)
        _put_ruler(roll, dots)
    roll.rule()
    roll.line(say("calibrate_columns", language))
    for columns in COLUMNS:
        roll.put_raw(_ruler(columns))
    roll.rule()
    roll.line(say("calibrate_letters", language))
    roll.line(LETTERS)
    roll.rule()
    roll.line(say("calibrate_codes", language))
    roll.code(NATIVE_CODE, way="native")
    roll.centre(say("calibrate_native", language))
    roll.code(DRAWN_CODE, way="drawn")
    roll.centre(say("calibrate_drawn", language))
    roll.rule()
    roll.line(say("calibrate_cut", language))
    return roll.page()


def lay_out_hall_check(page: HallCheck, capabilities: Capabilities) -> Page:
    """One large code that the stall's tablet must scan back."""
    language = page.language
    stall = f"{say('stall', language)} {page.stall}"
    if capabilities.is_label:
        parts = LabelParts(
            say("hall_check", language), stall, page.printer, page.url.rsplit("/", 1)[-1], page.url
        )
        return place_parts(parts, capabilities)
    roll = Roll(capabilities)
    roll.centre(say("hall_check", language), bold=True, wide=2, tall=2)
    roll.centre(stall, bold=True, wide=2, tall=2)
    roll.centre(page.stall_name)
    put_demo(roll, page.demo, language)
    roll.rule()
    roll.pair(say("printer", language), page.printer)
    roll.line(page.printed_at)
    roll.code(page.url, dots=8)
    roll.centre(say("hall_check_scan", language))
    return roll.page()


def _ruler(columns: int) -> str:
    return "|" + "".join(str(n % 10) for n in range(2, columns)) + "|"


def _put_ruler(roll: Roll, dots: int) -> None:
    """A thin line with a thick mark at its very end."""
    roll.bar(dots, 2)
    roll.bar(8, 14, x=dots - 8)


def _label_frame(page: CalibrationPage, capabilities: Capabilities) -> Page:
    """Frames at the edge and a millimetre inside it, and codes of four and five dots."""
    width, height = capabilities.width_dots, capabilities.height_dots
    style = style_of(capabilities)
    items: list[Item] = [*_frame(0, width, height), *_frame(8, width, height)]
    x = 32
    for dots in (4, 5):
        side = qr_modules(NATIVE_CODE) * dots
        items.append(Qr(x, 32, NATIVE_CODE, dots, side))
        x += side + 40
    words = fit(f"{say('calibrate_label', page.language)} {page.printer}", width - 64, style.tiny)
    items += [Text(32, 164 + n * 26, line, words.font) for n, line in enumerate(words.lines)]
    return Page(width, height, tuple(items))


def _frame(inset: int, width: int, height: int) -> list[Item]:
    right, bottom = width - inset, height - inset
    return [
        Bar(inset, inset, right - inset, 2),
        Bar(inset, bottom - 2, right - inset, 2),
        Bar(inset, inset, 2, bottom - inset),
        Bar(right - 2, inset, 2, bottom - inset),
    ]
