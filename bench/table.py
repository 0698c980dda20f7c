"""The table: every figure beside what it is measured against and the goal it has to meet."""

from dataclasses import dataclass

from bench.rounds import Figures


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    what: str
    value: str
    against: str = ""
    goal: str = ""


class Table:
    """What a run found, as text."""

    def __init__(self, figures: Figures) -> None:
        self._figures = figures

    def text(self) -> str:
        """The table, its columns aligned."""
        rows = [
            Row("figure (median of the rounds)", "value", "ratio in the same round", "goal"),
            *self._rows(),
        ]
        widths = [max(len(cell) for cell in column) for column in zip(*map(_cells, rows), strict=True)]
        lines = [
            "  ".join(cell.ljust(width) for cell, width in zip(_cells(row), widths, strict=True))
            for row in rows
        ]
        lines.insert(1, "  ".join("-" * width for width in widths))
        return "\n".join(line.rstrip() for line in lines)

    def _rows(self) -> list[Row]:
        return [*self._http(), *self._durable(), *self._boards(), *self._process(), *self._paper()]

    def _http(self) -> list[Row]:
        f = self._figures
        return [
            Row(
                "SELECT 1 over HTTP, 33 tablets",
                f"{f.of('select.rate'):.0f}/s, {f.of('select.cpu'):.2f} CPU-ms",
            ),
            Row(
                "3-line sale over HTTP, 33 tablets",
                f"{f.of('bare.rate'):.0f}/s, {f.of('bare.cpu'):.2f} CPU-ms",
                f"{percent(f.ratio('bare.rate', 'select.rate'))} of SELECT 1",
            ),
            Row(
                "3-line sale, one tablet alone, p50",
                f"{f.of('alone'):.2f} ms",
                f"{f.ratio('alone', 'select.alone'):.1f} x SELECT 1 ({f.of('select.alone'):.2f} ms)",
            ),
        ]

    def _durable(self) -> list[Row]:
        f = self._figures
        return [
            Row("raw sqlite3, a commit a sale, FULL", f"{f.of('floor'):.0f}/s", "the floor"),
            Row(
                "sales, 33 tablets, 200 boards",
                f"{f.of('full.rate'):.0f}/s, p50 {f.of('full.p50'):.0f} p99 {f.of('full.p99'):.0f} ms",
                f"{percent(f.ratio('full.rate', 'floor'))} of the floor",
                ">= 30 %",
            ),
            Row("server's processor time a sale, same", f"{f.of('full.cpu'):.2f} CPU-ms", "", "<= 0.5"),
        ]

    def _boards(self) -> list[Row]:
        f = self._figures
        rows = []
        for rate, goal in ((20, "p50 <= 20"), (100, "<= 40 / 100")):
            rows.append(
                Row(
                    f"sale to board at {rate} sales/s, 200 boards",
                    f"p50 {f.of(f'board{rate}.p50'):.0f} p99 {f.of(f'board{rate}.p99'):.0f} ms",
                    f"{f.of(f'open{rate}.pushes'):.0f} pushes/s, {f.of(f'open{rate}.cpu'):.0f} % of a core",
                    goal,
                )
            )
            rows.append(
                Row(
                    f"sale answered at {rate} sales/s",
                    f"p50 {f.of(f'open{rate}.p50'):.1f} p99 {f.of(f'open{rate}.p99'):.1f} ms",
                    "",
                    "<= 5 / 25" if rate == 100 else "",
                )
            )
        return rows

    def _process(self) -> list[Row]:
        f = self._figures
        return [
            Row("start: exec to first 200", f"{f.of('start'):.2f} s", "", "<= 1.0"),
            Row("kill -9: restart to first sale answered", f"{f.of('recovery'):.2f} s", "", "<= 1.0"),
            Row(
                "memory with 200 boards, 33 tablets",
                f"{f.of('memory'):.0f} MB, {f.of('threads'):.0f} threads",
                f"{f.of('memory') / f.of('memory.start'):.2f} x just started",
                "<= 110",
            ),
        ]

    def _paper(self) -> list[Row]:
        f = self._figures
        if not f.of("printed.rate"):
            return [Row("receipts on 33 virtual printers", "not all printed within 60 s")]
        return [
            Row(
                "receipts on 33 virtual printers",
                f"{f.of('printed.rate'):.0f}/s",
                f"{f.of('printed.cpu'):.1f} CPU-ms each, sale and emulator included",
            ),
            Row("idle share before the rounds", percent(f.of("idle"))),
        ]


def percent(share: float) -> str:
    """A share as text."""
    return f"{100 * share:.0f} %"


def _cells(row: Row) -> tuple[str, ...]:
    return (row.what, row.value, row.against, row.goal)
