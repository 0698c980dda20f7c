"""What has changed from one snapshot of the board to a later one, for screens that keep the rest."""

from collections.abc import Mapping
from typing import Any

Json = dict[str, Any]

ROWS = {
    "stalls": "no",
    "facilities": "code",
    "categories": "code",
    "hours": "hour",
    "payments": "method",
    "latest": "number",
}
WHOLE = ("event", "total")


def changes_between(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> Json | None:
    """Rows as they are now, where they were not so before; None where only the whole will do."""
    if before is None or before["journal"] != after["journal"] or before["seq"] >= after["seq"]:
        return None
    changes = {name: after[name] for name in ("seq", "journal", "as_of")} | {"since": before["seq"]}
    changes |= {name: after[name] for name in WHOLE if after[name] != before[name]}
    for name, key in ROWS.items():
        known = {row[key]: row for row in before[name]}
        if rows := [row for row in after[name] if known.get(row[key]) != row]:
            changes[name] = rows
    return changes
