"""The table: every figure beside what it is measured against and the goal it has to meet."""

from dataclasses import dataclass

from bench.labels import LANGUAGES
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
        return [
            *self._http(),
            *self._durable(),
            *self._boards(),
            *self._process(),
            *self._paper(),
            *self._labels(),
            *self._till(),
            Row("idle share before the rounds", percent(self._figures.of("idle"))),
        ]

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
        rows.append(
            Row(
                "sale to board at 100 sales/s, told changes",
                f"p50 {f.of('slim.p50'):.0f} p99 {f.of('slim.p99'):.0f} ms",
                f"{f.of('slim.kb'):.1f} kB a push, {f.of('slim.cpu'):.0f} % of a core",
                "<= 40 / 100",
            )
        )
        rows.append(
            Row(
                "sale answered at 20 sales/s, PDFs being drawn",
                f"p50 {f.of('sheets.p50'):.1f} p99 {f.of('sheets.p99'):.1f} ms",
                f"p99 {f.ratio('sheets.p99', 'sheets.without'):.1f} x without",
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
        rate = f.of("printed.rate")
        return [
            Row(
                "receipts on 33 virtual printers",
                f"{rate:.0f}/s" if rate else "not all printed within 60 s",
                f"{f.of('printed.cpu'):.1f} CPU-ms each, sale and emulator included",
            ),
            Row(
                "sale to printer's word, 50/s, 33 printers",
                f"p50 {f.of('confirmed.p50'):.0f} p95 {f.of('confirmed.p95'):.0f} ms",
                "",
                "p95 < 250",
            ),
            Row(
                "the same at 32 stalls, the 33rd printer dead",
                f"p50 {f.of('dead.p50'):.0f} p95 {f.of('dead.p95'):.0f} ms",
                f"p95 {f.ratio('dead.p95', 'confirmed.p95'):.2f} x with all alive",
                "no delay",
            ),
        ]

    def _labels(self) -> list[Row]:
        f = self._figures
        return [
            Row(
                f"1,000 labels encoded, {language} ({how})",
                f"{f.of(f'labels.{language}'):.2f} CPU-s",
                f"peak {f.of(f'labels.{language}.memory'):.0f} MB, "
                f"{f.ratio(f'labels.{language}.memory', f'labels.{language}.memory.few'):.2f} x that of 100",
                "< 1 s" if how == "native" else "< 10 s",
            )
            for language, how in LANGUAGES.items()
        ]

    def _till(self) -> list[Row]:
        return [
            Row("a keystroke's search in 2,000 products, slowest", self._seen("search", "ms"), "", "< 50"),
            Row("a label before the camera, until found", self._seen("camera", "ms"), "", "< 2000"),
            Row("first load of the till, compressed", self._seen("weight", "kB"), "", "< 200"),
        ]

    def _seen(self, name: str, unit: str) -> str:
        found = self._figures.values.get(f"browser.{name}")
        return f"{found[0]:.0f} {unit}" if found else "not measured: no Chromium?"


def percent(share: float) -> str:
    """A share as text."""
    return f"{100 * share:.0f} %"


def _cells(row: Row) -> tuple[str, ...]:
    return (row.what, row.value, row.against, row.goal)
