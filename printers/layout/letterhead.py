"""What all papers of a stall share: head, marks of copies, big amounts, lines to sign on."""

from printers.layout.roll import Roll
from printers.phrases import rupiah_text, say
from printers.records import StallPaper


def put_head(roll: Roll, paper: StallPaper, title: str | None = None) -> None:
    """Event and stall on top; `title` says what the paper is. A receipt needs none: there the stall leads."""
    put_marks(roll, paper)
    if paper.logo:
        roll.logo(paper.logo)
    roll.centre(paper.event, bold=True)
    if paper.venue:
        roll.centre(paper.venue)
    stall = f"{say('stall', paper.language)} {paper.stall}"
    roll.gap()
    if title:
        roll.centre(f"{stall}, {paper.stall_name}")
        put_demo(roll, paper.demo, paper.language)
        roll.centre(title, bold=True, wide=2, tall=2)
    else:
        roll.centre(stall, bold=True, wide=2, tall=2)
        roll.centre(paper.stall_name)
        put_demo(roll, paper.demo, paper.language)
    roll.rule()


def put_demo(roll: Roll, demo: bool, language: str) -> None:
    """DATA CONTOH where nothing is real."""
    if demo:
        roll.centre(f"* {say('demo', language)} *", bold=True)


def put_foot(roll: Roll, paper: StallPaper) -> None:
    """The marks once more, so that no half of a copy passes for an original."""
    if paper.demo:
        roll.gap()
        put_demo(roll, paper.demo, paper.language)
    if paper.copy:
        roll.gap()
        put_marks(roll, paper)


def put_marks(roll: Roll, paper: StallPaper) -> None:
    """SALINAN with its time, and where a rerouted paper belongs."""
    if paper.copy:
        roll.centre(f"SALINAN / COPY {paper.copy}", bold=True, wide=2, tall=2)
        if paper.copied_at:
            roll.centre(f"{say('copied_at', paper.language)} {paper.copied_at}")
    if paper.rerouted_from:
        roll.centre(f"{say('rerouted', paper.language)} {paper.rerouted_from}")


def put_number(roll: Roll, number: str, at: str, language: str) -> None:
    """Number and time, side by side where they fit."""
    number_text = f"{say('number', language)} {number}"
    if len(number_text) + 1 + len(at) <= roll.columns:
        roll.pair(number_text, at)
    else:
        roll.line(number_text, bold=True)
        roll.line(at)


def put_big(roll: Roll, label: str, amount: int) -> None:
    """Label and amount in the largest letters; on narrow paper the amount on a line of its own."""
    text, large = rupiah_text(amount), roll.columns // 2
    roll.gap()
    if len(label) + 1 + len(text) <= large:
        roll.pair(label, text, bold=True, wide=2, tall=2)
    else:
        roll.line(label, bold=True)
        roll.right(text, bold=True, wide=2 if len(text) <= large else 1, tall=2)
    roll.gap()


def put_signatures(roll: Roll, *names: str) -> None:
    """A free line to sign on above each name."""
    for name in names:
        roll.gap()
        roll.gap()
        roll.line("_" * min(24, roll.columns))
        roll.line(name)
