"""Pages about the printer itself."""

from printers.capabilities import Capabilities
from printers.documents import TestPage
from printers.layout.page import Page
from printers.layout.roll import Roll
from printers.phrases import say


def lay_out_test(page: TestPage, capabilities: Capabilities) -> Page:
    """Which printer this is and how it is set up; the ruler and the code show whether that is right."""
    roll, language = Roll(capabilities), page.language
    roll.centre(say("test", language), bold=True, wide=2, tall=2)
    if page.event:
        roll.centre(page.event)
    if page.demo:
        roll.centre(f"* {say('demo', language)} *", bold=True)
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


def _ruler(columns: int) -> str:
    return "|" + "".join(str(n % 10) for n in range(2, columns)) + "|"
