import assert from "node:assert/strict";
import { test } from "node:test";

import { counted, heldTogether, remarkable, settled } from "../../static/office/tablets.js";

const held = (till, reasons = ["till_revoked"], more = {}) => ({ held_id: `${till}-${Math.random()}`, till, stall: "07", total: 5_000, received_at: "2018-04-03", reasons, ...more });

test("sales that are held for their till alone go together, others are looked at singly", () => {
  const all = [held("07K"), held("07K"), held("07K", ["till_revoked", "unknown_product"]), held("08A"), held("09A", ["number_reused"]), held("09A", ["number_reused"])];
  const [together, ...rest] = heldTogether(all);
  assert.deepEqual([together.till, together.sales.length, together.total], ["07K", 2, 10_000]);
  assert.deepEqual(rest, []);
});

test("of a file's rows those are shown that somebody has to look at", () => {
  const rows = ["accepted", "held", "duplicate", "waiting", "rejected", "accepted"].map((status) => ({ status }));
  assert.deepEqual(counted(rows), { accepted: 2, duplicate: 1, held: 1, waiting: 1, rejected: 1 });
  assert.deepEqual(remarkable(rows).map(({ status }) => status), ["held", "waiting", "rejected"]);
});

test("what is settled comes newest first, and what waits is not among it", () => {
  const sales = [held("07A", [], { decision: "accept", decided_at: "2018-04-03T10" }), held("07A")];
  const away = [{ till: "07A", id: "x", at: "2018-04-03T11", document: { total: 9 } }];
  assert.deepEqual(settled(sales, away).map(({ kind, amount }) => [kind, amount]), [["rejected", 9], ["held", 5_000]]);
});
