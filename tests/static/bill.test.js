import assert from "node:assert/strict";
import { test } from "node:test";

import { add, lineAmount, openCart, payAnew, paymentsOf, setQuantity, withoutPayment, withPayment } from "../../static/till/cart.js";
import { METHODS, bill, cashPayment, makeSale, otherPayment, refusal } from "../../static/till/checkout.js";

const STEPS = [0, 100, 500, 1000];

/** Small numbers out of one seed, so that a failure comes back. */
function dice(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state % below;
  };
}

function someCart(roll) {
  let cart = openCart("11111111-1111-4111-8111-111111111111", 0);
  for (let n = 0; n <= roll(4); n += 1) cart = add(cart, { sku: `S${n}`, name: "x", facility: "F", price: roll(400_000) }, 1 + roll(5));
  return cart;
}

/** Some parts, then a last payment of exactly what is due by its method. */
function paid(cart, roll, rules) {
  const parts = [];
  for (let n = roll(3); n > 0; n -= 1) {
    const { due } = bill(cart, parts, "card", rules);
    if (due < 2) break;
    const amount = 1 + roll(due - 1);
    parts.push(roll(2) ? cashPayment(amount, amount) : otherPayment(METHODS[1 + roll(3)], amount, ""));
  }
  const last = METHODS[roll(4)];
  const { due } = bill(cart, parts, last, rules);
  return [...parts, last === "cash" ? cashPayment(due, due + roll(2) * 5_000) : otherPayment(last, due, "")];
}

test("whatever is sold however it is paid: payments are the total, the total is the lines and the rounding", () => {
  for (let seed = 1; seed <= 4_000; seed += 1) {
    const roll = dice(seed);
    const rules = { cash_rounding: STEPS[roll(STEPS.length)] };
    const cart = someCart(roll);
    const payments = paid(cart, roll, rules);
    assert.equal(refusal(cart, payments, rules), null, `seed ${seed}`);
    const sale = makeSale({ cart, payments, rules, till: "07A", counter: 1, soldAt: "x" });
    assert.equal(sale.payments.reduce((sum, payment) => sum + payment.amount, 0), sale.total, `seed ${seed}`);
    assert.equal(cart.lines.reduce((sum, line) => sum + lineAmount(line), 0) + sale.rounding, sale.total, `seed ${seed}`);
    assert.ok(sale.rounding <= 0 && sale.rounding > -1000, `seed ${seed}`);
    if (payments.at(-1).method !== "cash") assert.equal(sale.rounding, 0, `seed ${seed}`);
  }
});

const cart = add(openCart("11111111-1111-4111-8111-111111111111", 0), { sku: "A", name: "x", facility: "F", price: 12_345 });

test("cash is rounded down to what can be handed over, all else is exact", () => {
  const due = (method, step) => bill(cart, [], method, { cash_rounding: step }).due;
  assert.deepEqual(STEPS.map((step) => due("cash", step)), [12_345, 12_300, 12_000, 12_000]);
  for (const method of ["qris", "card", "transfer"]) assert.equal(due(method, 1000), 12_345);
});

test("only the payment that closes the cart is rounded", () => {
  const rules = { cash_rounding: 500 };
  assert.equal(bill(cart, [otherPayment("qris", 10_000, "")], "cash", rules).due, 2_000);
  assert.equal(bill(cart, [cashPayment(10_000, 10_000)], "qris", rules).due, 2_345);
});

test("nothing is rounded down to nothing", () => {
  assert.equal(bill(cart, [otherPayment("qris", 12_000, "")], "cash", { cash_rounding: 1000 }).due, 345);
});

test("a cart is not closed by less or more than is due", () => {
  for (const amount of [12_345, 12_299, 12_301]) assert.equal(refusal(cart, [cashPayment(amount, amount)], { cash_rounding: 100 }), "payment_short");
  assert.equal(refusal(cart, [cashPayment(12_300, 12_300)], { cash_rounding: 100 }), null);
});

test("parts belong to the lines they were paid for", () => {
  const part = withPayment(cart, cashPayment(5_000, 5_000));
  assert.equal(payAnew(cart, part), part);
  assert.deepEqual(paymentsOf(payAnew(part, setQuantity(part, "A", 2))), []);
  assert.deepEqual(paymentsOf(withoutPayment(part, 0)), []);
});
