import assert from "node:assert/strict";
import { test } from "node:test";

import { inSendingOrder, summary, verdict, waitAfter } from "../../static/till/delivery.js";

const id = "11111111-1111-4111-8111-111111111111";
const answered = (body) => verdict({ body }, id);
const failed = (status, code) => verdict({ problem: { status, code } }, id);

test("accepted and duplicate are delivered, held is delivered and shown", () => {
  assert.equal(answered({ id, status: "accepted" }), "sent");
  assert.equal(answered({ id, status: "duplicate" }), "sent");
  assert.equal(answered({ id, status: "held", held_id: "h" }), "held");
});

test("an answer that does not name this sale is no receipt", () => {
  assert.equal(answered({ id: "another", status: "accepted" }), "unreachable");
  assert.equal(answered({ hello: "hotel wi-fi" }), "unreachable");
  assert.equal(answered(null), "unreachable");
});

test("a document the server refuses is rejected and never blocks the next", () => {
  assert.equal(failed(422, "invalid_sale"), "rejected");
  assert.equal(failed(413, "too_large"), "rejected");
});

test("a stranger's error page rejects nothing", () => {
  assert.equal(failed(403, "no_problem_document"), "unreachable");
  assert.equal(failed(404, "no_problem_document"), "unreachable");
});

test("trouble at the server or on the way is tried again", () => {
  assert.equal(failed(0, "timeout"), "unreachable");
  assert.equal(failed(429, "too_many_requests"), "unreachable");
  assert.equal(failed(500, "incident"), "skip");
  assert.equal(failed(502, "no_problem_document"), "skip");
});

test("a tablet the server no longer knows pauses", () => {
  assert.equal(failed(401, "unauthenticated"), "pause");
  assert.equal(failed(403, "wrong_till"), "pause");
});

test("the pause doubles up to fifteen seconds, give or take a quarter, and never ends", () => {
  assert.deepEqual([1, 2, 3, 4, 5, 50, 5000].map((n) => waitAfter(n, () => 0.5)), [1000, 2000, 4000, 8000, 15000, 15000, 15000]);
  assert.equal(waitAfter(1, () => 0), 750);
  assert.equal(waitAfter(1, () => 1), 1250);
});

test("what was tried least goes first", () => {
  const order = inSendingOrder([
    { id: "bad", tries: 3, made_at: 1, counter: 1 },
    { id: "second", tries: 0, made_at: 3, counter: 3 },
    { id: "first", tries: 0, made_at: 2, counter: 2 },
  ]);
  assert.deepEqual(order.map((entry) => entry.id), ["first", "second", "bad"]);
});

test("the summary counts what waits", () => {
  const entries = [
    { state: "waiting", made_at: 5, document: { total: 1000 } },
    { state: "waiting", made_at: 3, document: { total: 2000 } },
    { state: "sent", made_at: 1, document: { total: 4000 } },
    { state: "rejected", made_at: 1, document: { total: 8000 } },
  ];
  assert.deepEqual(summary(entries), { waiting: 2, waiting_amount: 3000, oldest_waiting_at: 3, rejected: 1, held: 0 });
  assert.equal(summary([]).oldest_waiting_at, null);
});

test("a correction waits for the sale it corrects", () => {
  const sale = { id: "sale", tries: 9, made_at: 1, counter: 1, document: { total: 1 } };
  const correction = { id: "void", tries: 0, made_at: 2, counter: 1, document: { sale: "sale" } };
  assert.deepEqual(inSendingOrder([correction, sale]).map((entry) => entry.id), ["sale"]);
  assert.deepEqual(inSendingOrder([correction]).map((entry) => entry.id), ["void"]);
});
