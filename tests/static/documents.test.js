import assert from "node:assert/strict";
import { test } from "node:test";

import { inSendingOrder } from "../../static/till/delivery.js";
import { answeredAs, bodyOf, canBeOfferedAgain, pathOf, savedFile } from "../../static/till/documents.js";
import { lastCount, openShift } from "../../static/till/shifts.js";

let clock = 0;
const entry = (kind, id, document, more = {}) => ({ kind, id, document, made_at: ++clock, counter: 0, tries: 0, state: "waiting", ...more });
const shift = (id, more) => entry("shift", id, { till: "07A", opened_at: "2018-04-03T08:45:00+07:00", float: 200_000 }, more);
const sale = (id, of, more) => entry("sale", id, { till: "07A", total: 5_000, shift: of }, more);
const cash = (id, of, more) => entry("cash", id, { shift: of, kind: "in", amount: 1_000 }, more);
const close = (id, of, more) => entry("close", id, { shift: of, counted: {} }, more);
const refund = (id, of, more) => entry("refund", id, { sale: of, till: "07A" }, more);
const order = (entries) => inSendingOrder(entries).map(({ id }) => id);

test("every kind has its address, and a close goes to its shift", () => {
  assert.equal(pathOf(sale("a")), "/api/v1/sales/a");
  assert.equal(pathOf(close("c", "s")), "/api/v1/shifts/s/close");
  assert.equal(answeredAs(close("c", "s")), "s");
  assert.deepEqual(bodyOf(close("c", "s"), "now"), { counted: {} });
  assert.equal(bodyOf(sale("a"), "now").sent_at, "now");
  assert.equal("sent_at" in bodyOf(cash("m", "s"), "now"), false);
});

test("a drawer is opened before what goes through it, and counted after everything else", () => {
  const [opened, sold, moved, counted] = [shift("s"), sale("a", "s"), cash("m", "s"), close("c", "s")];
  assert.deepEqual(order([counted, moved, sold, opened]), ["s", "a"]);
  assert.deepEqual(order([counted, moved, sold]), ["a", "m"]);
  assert.deepEqual(order([counted, sold]), ["a"]);
  assert.deepEqual(order([counted]), ["c"]);
});

test("a balance waits for the opening of the drawer that took it", () => {
  const paid = entry("balance_payment", "b", { sale: "of-another-day", shift: "s" });
  assert.deepEqual(order([paid, shift("s")]), ["s"]);
  assert.deepEqual(order([paid]), ["b"]);
});

test("the next opening waits for the count before it, and not for one after it", () => {
  const [counted, next] = [close("c", "old"), shift("new")];
  assert.deepEqual(order([next, counted]), ["c"]);
  assert.deepEqual(order([shift("early", { made_at: 0 }), counted]), ["early", "c"]);
});

const about = (kind, id, sale, more) => entry(kind, id, { sale }, more);

test("what was done about one sale is told in its order, however often it was tried", () => {
  const [paid, back] = [about("balance_payment", "paid", "a", { tries: 5 }), about("refund", "back", "a")];
  assert.deepEqual(order([back, paid]), ["paid"]);
  assert.deepEqual(order([back]), ["back"]);
  const [mark, unmark] = [about("handover", "mark", "a", { tries: 1 }), about("handover", "unmark", "a")];
  assert.deepEqual(order([unmark, mark]), ["mark"]);
});

test("goods are not handed over before their address was told", () => {
  const [address, mark] = [about("contact", "address", "a", { tries: 1 }), about("handover", "mark", "a")];
  assert.deepEqual(order([mark, address]), ["address"]);
});

test("what the server stumbles over holds up its own sale alone", () => {
  const [bad, behind, other, sold] = [about("balance_payment", "bad", "a", { tries: 9 }), about("refund", "behind", "a"), about("refund", "other", "b"), sale("c", "s")];
  assert.deepEqual(order([bad, behind, other, sold]), ["other", "c", "bad"]);
});

test("a clock that was put back makes nobody wait for ever", () => {
  const opened = shift("s");
  assert.deepEqual(order([opened, close("c", "s", { made_at: opened.made_at - 1 })]), ["s", "c"]);
});

test("an opening that the server stumbles over does not hold up the sales", () => {
  assert.deepEqual(order([sale("a", "s"), shift("s", { tries: 9 })]), ["s", "a"]);
});

test("the file holds everything under every code, in lists by kind", () => {
  const entries = [
    sale("sold", "s", { state: "sent" }),
    sale("old", null, { document: { till: "07B", total: 1 } }),
    refund("void", "sold", { state: "rejected" }),
    shift("s", { state: "sent" }),
    cash("m", "s"),
    close("c", "s"),
    entry("correction", "k", { sale: "sold", payments: [] }, { state: "sent" }),
  ];
  const file = savedFile(entries, ["07A", "07C"]);
  assert.deepEqual([file.version, file.tills], [2, ["07A", "07B", "07C"]]);
  const ids = Object.fromEntries(Object.entries(file).filter(([, rows]) => Array.isArray(rows) && rows[0]?.id).map(([list, rows]) => [list, rows.map((row) => row.id)]));
  assert.deepEqual(ids, { shifts: ["s"], sales: ["sold", "old"], refunds: ["void"], corrections: ["k"], cash_movements: ["m"], closes: ["c"] });
  assert.equal(file.sales[0].reoffered, true);
  assert.equal(file.closes[0].shift, "s");
  assert.equal(file.sales[0].made_at, new Date(entries[0].made_at).toISOString(), "a correction has no other moment");
});

test("what needs somebody's PIN is offered again in the file only, and an address that is gone from here not at all", () => {
  assert.equal(canBeOfferedAgain(entry("contact", "c", { sale: "a" })), false);
  assert.equal(canBeOfferedAgain(entry("correction", "k", {})), false);
  assert.equal(canBeOfferedAgain(close("c", "s")), true);
});

const heard = (seq) => ({ state: "sent", answer: { journal: "j", seq } });
const snapshot = (known, seq = 10) => ({ journal: "j", seq, shift: known });

test("a drawer opened offline is open at once, and a counted one shut", () => {
  assert.equal(openShift(null, [shift("s")], "07A").id, "s");
  assert.equal(openShift(snapshot(null), [shift("s")], "07A").float, 200_000);
  assert.equal(openShift(snapshot(null), [shift("s"), close("c", "s")], "07A"), null);
  assert.equal(openShift(snapshot({ id: "known" }), [close("c", "known")], "07A"), null);
});

test("what this tablet did last counts until the server's word is newer", () => {
  assert.equal(openShift(snapshot(null), [shift("s", heard(11))], "07A").id, "s");
  assert.equal(openShift(snapshot(null), [shift("s", heard(9))], "07A"), null);
  assert.equal(openShift(snapshot({ id: "s" }), [close("c", "s", heard(11))], "07A"), null);
  assert.equal(openShift(snapshot({ id: "s" }), [close("c", "s", { state: "rejected" })], "07A").id, "s");
});

test("the drawer of a code this tablet had before is not its own", () => {
  assert.equal(openShift(snapshot(null), [shift("s")], "07B"), null);
});

test("the last count is the newest", () => {
  assert.equal(lastCount([close("a", "s"), sale("x"), close("b", "t")]).id, "b");
  assert.equal(lastCount([]), undefined);
});
