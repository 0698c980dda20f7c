import assert from "node:assert/strict";
import { test } from "node:test";

import { add, isEmpty, openCart, pieces, remove, restoreLine, setQuantity, total } from "../../static/till/cart.js";
import { cashPayment, change, makeSale, otherPayment, refusal, saleNumber } from "../../static/till/checkout.js";

const cloth = { sku: "PKP-TEK02", name: "Batik Cap", facility: "PKP", price: 175000, stock: 20 };
const tea = { sku: "JBR-KOP01", name: "Teh", facility: "JBR", price: 12500, stock: 20 };
const painting = { sku: "LPT-LUK01", name: "Lukisan", facility: "LPT", price: 900000, unique: true, pieces: [{ code: "AAAAA0", state: "open" }] };
const cart = openCart("11111111-1111-4111-8111-111111111111", 0);

test("the same tile twice is one line of two", () => {
  const after = add(add(cart, cloth), cloth);
  assert.equal(after.lines.length, 1);
  assert.equal(after.lines[0].quantity, 2);
  assert.equal(total(after), 350000);
});

test("a change leaves the cart before it as it was", () => {
  add(cart, cloth);
  assert.ok(isEmpty(cart));
});

test("a cart keeps its id whatever happens in it", () => {
  assert.equal(remove(add(cart, cloth), cloth.sku).id, cart.id);
});

test("22 cloths at once", () => {
  const after = setQuantity(add(cart, cloth), cloth.sku, 22);
  assert.equal(pieces(after), 22);
  assert.equal(total(after), 22 * 175000);
});

test("nought takes the line out", () => {
  assert.ok(isEmpty(setQuantity(add(cart, cloth), cloth.sku, 0)));
});

test("undo puts a line back where it was", () => {
  const both = add(add(cart, cloth), tea);
  const line = both.lines[0];
  assert.deepEqual(restoreLine(remove(both, cloth.sku), line, 0), both);
});

test("a unique piece goes in once and names its piece", () => {
  const once = add(cart, painting);
  assert.equal(once.lines[0].piece, "AAAAA0");
  assert.equal(add(once, painting), once);
  assert.equal(setQuantity(once, once.lines[0].key, 5).lines[0].quantity, 1);
});

test("two pieces of one product are two lines", () => {
  const pair = { ...painting, pieces: [{ code: "AAAAA0", state: "open" }, { code: "BBBBB0", state: "open" }] };
  const after = add(add(cart, pair), pair);
  assert.deepEqual(after.lines.map((line) => line.piece), ["AAAAA0", "BBBBB0"]);
});

test("an open piece is taken before a sold one", () => {
  const pair = { ...painting, pieces: [{ code: "AAAAA0", state: "sold" }, { code: "BBBBB0", state: "open" }] };
  assert.equal(add(cart, pair).lines[0].piece, "BBBBB0");
});

test("the change is what was handed over too much", () => {
  const filled = add(cart, cloth);
  const sale = makeSale({ cart: filled, payments: [cashPayment(175000, 200000)], till: "07A", counter: 123, soldAt: "2018-04-03T10:15:02+07:00" });
  assert.equal(change(sale), 25000);
  assert.equal(sale.number, "07A-0123");
  assert.equal(sale.total, 175000);
  assert.deepEqual(sale.lines, [{ sku: "PKP-TEK02", quantity: 1, unit_price: 175000, discount: 0, piece: null }]);
});

test("without cash there is no change", () => {
  const sale = { payments: [otherPayment("qris", 175000, "INV-1")] };
  assert.equal(change(sale), 0);
});

test("numbers do not run out of room", () => {
  assert.equal(saleNumber("07A", 12345), "07A-12345");
});

test("a payment that does not fit is refused before anything is stored", () => {
  const filled = add(cart, cloth);
  assert.equal(refusal(cart, [cashPayment(0, 0)]), "cart_empty");
  assert.equal(refusal(filled, [cashPayment(175000, 170000)]), "payment_short");
  assert.equal(refusal(filled, [cashPayment(100000, 100000)]), "payment_short");
  assert.equal(refusal(filled, [cashPayment(100000, 100000), otherPayment("card", 75000, "9")]), null);
  const dear = add(cart, { ...cloth, price: 10_000_001 });
  assert.equal(refusal(dear, [otherPayment("qris", 10_000_001, "")]), "qris_limit");
});
