"""A whole small day of two tills: opened, sold, given back, deposited, counted; right to the rupiah."""

from dataclasses import dataclass, field

from running import Client, Server, a_sale, new_id

FLOAT = 200_000
PRICE = 65_000


@dataclass
class Till:
    """A lead's day at one till, and what the drawer should hold by its own reckoning."""

    client: Client
    code: str = ""
    shift: str = field(default_factory=new_id)
    sold: list[str] = field(default_factory=list)
    drawer: int = FLOAT

    def open(self) -> None:
        self.code = self.client.get("/api/v1/me").json["till"]
        opened = {"till": self.code, "opened_at": "2018-04-03T09:00:00+07:00", "float": FLOAT}
        answer = self.client.put(f"/api/v1/shifts/{self.shift}", opened)
        assert answer.status == 201, answer.text
        assert "expected" not in answer.json

    def sell(
        self, method: str, quantity: int, discount: int = 0, rounding: int = 0, *, late: bool = False
    ) -> None:
        total = quantity * PRICE - discount + rounding
        line = {"sku": "TKG-KOP01", "quantity": quantity, "unit_price": PRICE, "discount": discount}
        sale = a_sale(
            self.code,
            len(self.sold) + 1,
            shift=self.shift,
            lines=[line],
            rounding=rounding,
            total=total,
            payments=[{"method": method, "amount": total}],
        )
        self.sold.append(new_id())
        answer = self.client.put(f"/api/v1/sales/{self.sold[-1]}", sale)
        assert answer.status == 201, answer.text
        assert ("late" in answer.json["flags"], "no_shift" in answer.json["flags"]) == (late, False)
        self.drawer += total if method == "cash" else 0

    def give_back(self, sale: int, quantity: int, method: str = "cash", **more: str) -> None:
        refund = {
            **more,
            "sale": self.sold[sale],
            "lines": [{"line": 1, "quantity": quantity}],
            "reason": "second thoughts",
            "method": method,
        }
        answer = self.client.put(f"/api/v1/refunds/{new_id()}", refund)
        assert answer.status == 201, answer.text
        self.drawer -= answer.json["amount"] if method == "cash" else 0

    def pays_by_card_after_all(self, sale: int, amount: int) -> None:
        correction = {
            "sale": self.sold[sale],
            "payments": [{"method": "card", "amount": amount}],
            "reason": "wrong button",
        }
        answer = self.client.put(f"/api/v1/payment-corrections/{new_id()}", correction)
        assert answer.status == 201, answer.text
        self.drawer -= amount

    def move_cash(self, kind: str, amount: int) -> None:
        movement = {"shift": self.shift, "kind": kind, "amount": amount, "reason": kind}
        movement |= {"second": "bendahara"} if kind == "deposit" else {}
        answer = self.client.put(f"/api/v1/cash-movements/{new_id()}", movement)
        assert answer.status == 201, answer.text
        self.drawer += amount if kind == "in" else -amount

    def count(self, amount: int) -> dict[str, int]:
        notes = {"1000": amount // 1000, "100": amount % 1000 // 100}
        answer = self.client.put(f"/api/v1/shifts/{self.shift}/close", {"counted": notes})
        assert answer.status in (200, 201), answer.text
        figures: dict[str, int] = answer.json
        return figures


def test_two_tills_agree_with_their_drawers_to_the_rupiah(own_demo: Server) -> None:
    first, second = (Till(own_demo.script("lead", "01")) for _ in range(2))
    for till in (first, second):
        till.open()
    first.sell("cash", 3)
    first.sell("cash", 1, discount=1_234, rounding=34)
    first.sell("qris", 2)
    second.sell("cash", 4)
    second.sell("card", 1)
    first.give_back(0, 1)
    first.give_back(2, 1, "qris")
    second.give_back(0, 4)
    first.move_cash("in", 50_000)
    first.move_cash("out", 12_000)
    first.move_cash("deposit", 150_000)
    first.sell("cash", 1)
    first.pays_by_card_after_all(3, PRICE)
    figures = first.count(first.drawer)
    assert figures["expected"] == first.drawer
    assert figures["difference"] == 0
    assert figures["expected"] == (
        figures["float"]
        + figures["cash_sales"]
        - figures["cash_refunds"]
        + figures["cash_in"]
        - figures["cash_out"]
        - figures["deposits"]
        + figures["cash_corrections"]
    )
    assert figures["cash_corrections"] == -PRICE
    what_comes_after_the_count_changes_no_figure(first, figures)
    figures = second.count(second.drawer - 5_000)
    assert (figures["expected"], figures["difference"]) == (second.drawer, -5_000)
    the_board_agrees(own_demo)
    assert own_demo.run("check").returncode == 0


def what_comes_after_the_count_changes_no_figure(till: Till, counted: dict[str, int]) -> None:
    """A sale, a refund and a deposit that were made before the count and arrive after it."""
    till.sell("cash", 1, late=True)
    till.give_back(-1, 1, shift=till.shift)
    till.move_cash("deposit", 20_000)
    report = till.client.get(f"/api/v1/shifts/{till.shift}").json
    kept = ("expected", "counted", "difference", "cash_sales", "cash_refunds", "deposits", "sales")
    assert {name: report[name] for name in kept} == {name: counted[name] for name in kept}
    late = [(each["document"], each["cash"]) for each in report["late"]]
    assert late == [("sale", PRICE), ("refund", -PRICE), ("cash_movement", -20_000)]
    assert till.drawer == report["expected"] + sum(cash for _, cash in late)


def the_board_agrees(server: Server) -> None:
    board = server.script("viewer").get("/api/v1/board").json
    total = board["total"]
    gross = 13 * PRICE - 1_234
    refunds = 65_000 + 65_000 + 4 * 65_000 + 65_000
    assert (total["gross"], total["refunds"], total["net"]) == (gross, refunds, gross - refunds)
    assert (total["pieces"], total["sales"], total["rounding"]) == (6, 7, 34)
    assert sum(each["net"] for each in board["payments"]) == total["net"] + total["rounding"]


def test_a_sale_after_the_close_is_late_and_changes_no_closed_figure(demo: Server) -> None:
    till = Till(demo.script("lead", "16"))
    till.open()
    till.sell("cash", 1)
    closed = till.count(till.drawer)
    sale = a_sale(till.code, 2, shift=till.shift)
    answer = till.client.put(f"/api/v1/sales/{new_id()}", sale)
    assert answer.status == 201
    assert "late" in answer.json["flags"]
    report = till.client.get(f"/api/v1/shifts/{till.shift}").json
    figures = report.get("figures", report)
    assert figures["expected"] == closed["expected"]
    assert [each["number"] for each in report["late"]] == [f"{till.code}-0002"]
