import assert from "node:assert/strict";
import { test } from "node:test";

import { add, isEmpty, openCart, pieces, remove, restoreLine, setDiscount, setQuantity, total } from "../../static/till/cart.js";
import { drop, park, resume } from "../../static/till/carts.js";
import { bill, cashPayment, change, makeSale, otherPayment, refusal, saleNumber } from "../../static/till/checkout.js";

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
  const sale = makeSale({ cart: filled, payments: [cashPayment(175000, 200000)], rules: {}, till: "07A", counter: 123, soldAt: "2018-04-03T10:15:02+07:00" });
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
  assert.equal(refusal(cart, [cashPayment(0, 0)], {}), "cart_empty");
  assert.equal(refusal(filled, [cashPayment(175000, 170000)], {}), "payment_short");
  assert.equal(refusal(filled, [cashPayment(100000, 100000)], {}), "payment_short");
  assert.equal(refusal(filled, [cashPayment(100000, 100000), otherPayment("card", 75000, "9")], {}), null);
  const dear = add(cart, { ...cloth, price: 10_000_001 });
  assert.equal(refusal(dear, [otherPayment("qris", 10_000_001, "")], {}), "qris_limit");
});

test("one buyer gets no more than the limit", () => {
  const limited = { ...tea, max_per_buyer: 2 };
  const after = add(add(add(cart, limited), limited), limited);
  assert.equal(after.lines[0].quantity, 2);
  assert.equal(setQuantity(after, tea.sku, 9).lines[0].quantity, 2);
});

test("one buyer gets no more unique pieces than the limit", () => {
  const pieces = ["AAAAA0", "BBBBB0", "CCCCC0"].map((code) => ({ code, state: "open" }));
  const limited = { ...painting, max_per_buyer: 2, pieces };
  const after = add(add(add(cart, limited), limited), limited, 1, "CCCCC0");
  assert.deepEqual(after.lines.map((line) => line.piece), ["AAAAA0", "BBBBB0"]);
});

test("a discount goes down to whole hundreds and follows the quantity", () => {
  const cut = setDiscount(add(cart, tea), tea.sku, 10);
  assert.equal(cut.lines[0].discount, 1200);
  assert.equal(total(setQuantity(cut, tea.sku, 4)), 45000);
  assert.equal(total(setDiscount(cut, tea.sku, 0)), 12500);
});

test("no discount is ever more than the line", () => {
  for (let price = 500; price < 20_000; price += 500)
    for (const percent of [0, 5, 30, 50, 100]) {
      const [line] = setDiscount(add(cart, { ...tea, price }), tea.sku, percent).lines;
      assert.ok(line.discount >= 0 && line.discount <= price && line.discount % 100 === 0);
    }
});

test("payments in parts leave the rest open", () => {
  const filled = add(cart, cloth);
  assert.equal(bill(filled, [cashPayment(50000, 50000)], "qris", {}).due, 125000);
  assert.equal(refusal(filled, [cashPayment(50000, 50000), otherPayment("qris", 125000, "", "unconfirmed")], {}), null);
});

test("a cart put aside comes back as it was, with its id", () => {
  const fresh = openCart("22222222-2222-4222-8222-222222222222", 0);
  const filled = add(cart, cloth);
  const aside = park({ cart: filled, parked: [] }, fresh, 5);
  assert.equal(aside.cart, fresh);
  assert.deepEqual(resume(aside, filled.id, 6), { cart: filled, parked: [] });
});

test("taking a cart up puts the open one aside", () => {
  const fresh = openCart("22222222-2222-4222-8222-222222222222", 0);
  const aside = park({ cart: add(cart, cloth), parked: [] }, fresh, 5);
  const swapped = resume({ ...aside, cart: add(fresh, tea) }, cart.id, 6);
  assert.deepEqual(swapped.parked.map((each) => each.id), [fresh.id]);
  assert.deepEqual(drop(swapped, fresh.id).parked, []);
});

test("an empty cart is not put aside", () => {
  const carts = { cart, parked: [] };
  assert.deepEqual(park(carts, openCart("x", 0), 5), carts);
});
