"""Facts of the journal as data, for tests that need one."""

from typing import Any


def sale_data(**changes: Any) -> dict[str, Any]:
    return {
        "id": "11111111-1111-4111-8111-111111111111",
        "number": "07A-0123",
        "stall": "07",
        "stall_name": "Kanwil Jawa Barat",
        "till": "07A",
        "sold_at": "2018-04-03T03:15:02+00:00",
        "received_at": "2018-04-03T10:15:03+07:00",
        "sent_at": None,
        "staff": "kasir-07",
        "shift": None,
        "note": None,
        "receipt_code": "Q2hhbmdlIG1l",
        "gross": 350_000,
        "rounding": -300,
        "total": 349_700,
        "flags": [],
        "reoffered": False,
        "late": False,
        "offered_as": None,
        "lines": [
            {
                "line": 1,
                "sku": "PKP-TEK02",
                "code": "ABCDE0",
                "name": "Batik Tulis",
                "name_en": "Hand-drawn batik",
                "facility": "PKP",
                "facility_name": "Lapas Pekalongan",
                "category": "TEK",
                "quantity": 2,
                "unit_price": 180_000,
                "discount": 10_000,
                "amount": 350_000,
                "unit_cost": None,
                "piece": None,
                "stocked": True,
                "taken": [["07", 2]],
                "order": None,
            }
        ],
        "payments": [
            {
                "method": "cash",
                "amount": 300_000,
                "tendered": 350_000,
                "reference": None,
                "state": "confirmed",
            },
            {"method": "qris", "amount": 49_700, "tendered": None, "reference": "R1", "state": "unconfirmed"},
        ],
        **changes,
    }


def refund_data(**changes: Any) -> dict[str, Any]:
    return {
        "id": "22222222-2222-4222-8222-222222222222",
        "number": "R07A-0001",
        "sale": "11111111-1111-4111-8111-111111111111",
        "sale_number": "07A-0123",
        "sale_sold_at": "2018-04-03T10:15:02+07:00",
        "stall": "07",
        "stall_name": "Kanwil Jawa Barat",
        "till": "07A",
        "shift": None,
        "refunded_at": "2018-04-03T12:00:00+07:00",
        "received_at": "2018-04-03T12:00:01+07:00",
        "reason": "cacat",
        "method": "cash",
        "staff": "kasir-07",
        "approved_by": "ketua-07",
        "amount": 175_000,
        "rounding": 0,
        "restock": False,
        "flags": [],
        "lines": [
            {
                "line": 1,
                "sku": "PKP-TEK02",
                "name": "Batik Tulis",
                "facility": "PKP",
                "facility_name": "Lapas Pekalongan",
                "category": "TEK",
                "quantity": 1,
                "amount": 175_000,
                "stocked": True,
            }
        ],
        **changes,
    }
