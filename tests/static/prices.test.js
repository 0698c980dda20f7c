import assert from "node:assert/strict";
import { test } from "node:test";

import { closingState, percentFor, reducedProducts, withRule } from "../../static/office/closing.js";
import { fieldTime, momentOf } from "../../static/shared/clock.js";
import { reducedPrice } from "../../static/shared/money.js";
import { add, empty, lineAmount, openCart, restoreAll, setCartDiscount, setDiscount, setQuantity, total } from "../../static/till/cart.js";
import { prepare } from "../../static/till/catalogue.js";

const cart = openCart("11111111-1111-4111-8111-111111111111", 0);

/** A product as the till has it: the snapshot's, prepared. */
const atTill = (facts) =>
  prepare({ products: [{ sku: "A", name: "Batik", facility: "PKP", home: "07", category: "BTK", price: 175_000, label_price: null, discount_percent: 0, ...facts }] }, "07")[0];

test("the lower of label and till is charged, and the line says so", () => {
  const [line] = add(cart, atTill({ label_price: 150_000 })).lines;
  assert.deepEqual([line.unit_price, line.of_label, line.discount], [150_000, true, 0]);
  assert.equal(add(cart, atTill({})).lines[0].of_label, false);
});

test("on the closing day a piece costs whole Rp 500", () => {
  const [line] = add(cart, atTill({ price: 12_500, discount_percent: 30 }), 3).lines;
  assert.deepEqual([line.unit_price, line.discount, lineAmount(line)], [12_500, 3 * 4_000, 3 * 8_500]);
  assert.deepEqual([line.of_closing, line.discount_percent], [true, 30]);
});

test("a reduced price is whole Rp 500, never more than the discount allows, never nothing", () => {
  for (let price = 100; price <= 100_000; price += 100)
    for (const percent of [1, 10, 33, 50, 90]) {
      const now = reducedPrice(price, percent);
      assert.ok(now > 0 && now <= (price * (100 - percent)) / 100, `${price} ${percent}`);
      assert.ok(now % 500 === 0 || now < 500, `${price} ${percent}`);
    }
  assert.equal(reducedPrice(12_345, 0), 12_345);
});

test("a discount by hand takes the place of the closing day's only where it is larger", () => {
  const closing = add(cart, atTill({ price: 100_000, discount_percent: 20 }));
  assert.equal(setDiscount(closing, "A", 10).lines[0].of_closing, true);
  assert.equal(setDiscount(closing, "A", 20).lines[0].of_closing, true);
  const [line] = setDiscount(closing, "A", 30).lines;
  assert.deepEqual([line.of_closing, line.discount_percent, line.discount], [false, 30, 30_000]);
});

test("of the discounts on line, cart and closing day the largest counts, whatever came first", () => {
  for (const closing of [0, 10, 30])
    for (const line of [0, 15, 25])
      for (const whole of [0, 10, 50]) {
        const product = atTill({ price: 100_000, discount_percent: closing });
        const one = setCartDiscount(setDiscount(add(cart, product), "A", line), whole);
        const other = setDiscount(setCartDiscount(add(cart, product), whole), "A", line);
        const most = Math.max(closing, line, whole);
        assert.equal(total(one), 1_000 * (100 - most), `${closing} ${line} ${whole}`);
        if (whole > 0) assert.equal(total(setCartDiscount(one, 0)), 1_000 * (100 - Math.max(closing, line)));
        assert.equal(total(setQuantity(one, "A", 3)), 3 * total(one));
        assert.deepEqual(other, one);
      }
});

test("goods that come into a discounted cart are discounted too", () => {
  const discounted = setCartDiscount(add(cart, atTill({})), 10);
  const both = add(discounted, atTill({ sku: "B", price: 100_000 }));
  assert.equal(both.lines[1].discount, 10_000);
});

test("a discount on the cart ends with the cart, and comes back with it", () => {
  const discounted = setCartDiscount(add(cart, atTill({ price: 100_000 })), 10);
  const afterwards = add(empty(discounted), atTill({ price: 100_000 }));
  assert.equal(total(afterwards), 100_000);
  assert.equal(total(restoreAll(empty(discounted), discounted)), 90_000);
});

test("everything off is everything off", () => {
  assert.equal(total(setCartDiscount(add(cart, atTill({ price: 12_345 }), 3), 100)), 0);
});

const goods = [atTill({}), atTill({ sku: "B", home: "08", category: "KOP", price: 40_000 })];

test("the office reckons as the server does: the largest rule that means a product", () => {
  const rules = [{ scope: "all", code: null, percent: 10 }, { scope: "stall", code: "07", percent: 20 }, { scope: "category", code: "KOP", percent: 5 }, { scope: "product", code: "B", percent: 50 }];
  assert.deepEqual(goods.map((product) => percentFor(rules, product)), [20, 50]);
  assert.equal(percentFor([], goods[0]), 0);
  assert.deepEqual(reducedProducts(rules, goods).map(({ product, now }) => [product.sku, now]), [["B", 20_000], ["A", 140_000]]);
});

test("a second rule for the same thing takes the place of the first", () => {
  const one = withRule([], { scope: "all", code: null, percent: 10 });
  assert.deepEqual(withRule(one, { scope: "all", code: null, percent: 20 }), [{ scope: "all", code: null, percent: 20 }]);
  assert.equal(withRule(one, { scope: "stall", code: "07", percent: 5 }).length, 2);
});

test("the closing day waits for its hour and is over after it", () => {
  const closing = { on: true, starts_at: "2018-04-06T08:00:00Z", ends_at: "2018-04-06T10:00:00Z" };
  const at = (moment, changes = {}) => closingState({ ...closing, ...changes }, Date.parse(moment));
  assert.deepEqual(["2018-04-06T07:59:59Z", "2018-04-06T08:00:00Z", "2018-04-06T10:00:00Z"].map((moment) => at(moment)), ["waiting", "on", "over"]);
  assert.equal(at("2018-04-06T09:00:00Z", { on: false }), "off");
  assert.equal(at("2018-04-09T09:00:00Z", { starts_at: null, ends_at: null }), "on");
});

test("a field of date and time speaks of the fair's zone, wherever the office stands", () => {
  for (const [zone, moment] of [["Asia/Jakarta", "2018-04-06T08:00:00.000Z"], ["Asia/Makassar", "2018-04-06T07:00:00.000Z"], ["Asia/Jayapura", "2018-04-06T06:00:00.000Z"]]) {
    assert.equal(momentOf("2018-04-06T15:00", zone), moment);
    assert.equal(fieldTime(new Date(moment), zone), "2018-04-06T15:00");
  }
  assert.equal(momentOf("2018-04-06T00:30", "Asia/Jakarta"), "2018-04-05T17:30:00.000Z");
  assert.equal(fieldTime(new Date("2018-04-05T17:30:00Z"), "Asia/Jakarta"), "2018-04-06T00:30");
  assert.equal(momentOf("", "Asia/Jakarta"), null);
});
