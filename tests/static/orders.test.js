import { test } from "node:test";
import assert from "node:assert/strict";
import { add, empty, openCart, remove, setContact, setOrder, setQuantity, withPayment, payAnew, paymentsOf } from "../../static/till/cart.js";
import { bill, cashPayment, makeSale, otherPayment, refusal } from "../../static/till/checkout.js";
import { nameless, savedFile } from "../../static/till/documents.js";
import {
  balanceOfLine, balanceOfSale, bySale, depositFor, depositOf, freshOrder, isBalance, ordersHere, ordersLeft, pickupPlace, pickupText, readPickup, unsettledLine,
} from "../../static/till/orders.js";
import { afterAttempt } from "../../static/till/outbox.js";
import { ordersShown } from "../../static/office/orders.js";

const chair = { sku: "KURSI", name: "Kursi", facility: "F", price: 175_500, fulfilment: "pesan", lead_time_days: 14 };
const cloth = { sku: "A", name: "x", facility: "F", price: 50_000, fulfilment: "bawa" };
const half = freshOrder({ stall: "07", today: "2018-04-03", leadTime: 14, least: 50 });
const contact = { name: "Ibu Sari", phone: "0811", address: "Jl. Melati 3" };
const opened = openCart("11111111-1111-4111-8111-111111111111", 0);
const ordered = (order = half, more = opened) => setOrder(add(more, chair), "KURSI", order);
const sold = (cart, payments) => makeSale({ cart, payments, rules: {}, till: "07A", counter: 1, soldAt: "2018-04-03T10:00:00+07:00" });

test("a down payment is never below its percent, and leaves whole notes to pay", () => {
  for (const amount of [1, 999, 1_000, 12_345, 175_500, 10_000_001]) {
    for (const percent of [0, 30, 50, 75, 100]) {
      const deposit = depositFor(amount, percent);
      assert.ok(deposit * 100 >= amount * percent && deposit <= amount);
      assert.equal((amount - deposit) % 1_000, 0);
    }
  }
});

test("a typed down payment stays between the least and all of it", () => {
  const line = (typed) => ordered({ ...half, typed }).lines[0];
  assert.equal(depositOf(line(1)), depositFor(175_500, 50));
  assert.equal(depositOf(line(999_999)), 175_500);
  assert.equal(depositOf(line(100_050)), 100_100, "what stays open can be handed over in coins");
});

test("only what is paid down is due, the total stays the full price", () => {
  const cart = add(ordered(), cloth);
  const { goods, balance, due, total } = bill(cart, [], "qris", {});
  assert.deepEqual({ goods, balance, due, total }, { goods: 225_500, balance: 87_000, due: 138_500, total: 225_500 });
  assert.equal(bill(cart, [], "cash", { cash_rounding: 1_000 }).due, 138_000);
});

test("a sale to order says what is still to come as one payment of it", () => {
  const cart = ordered();
  const sale = sold(cart, [cashPayment(88_500, 100_000)]);
  assert.deepEqual(sale.lines[0].order, { deposit: 88_500, pickup: "Ambil: Stan 07 · 2018-04-17" });
  assert.deepEqual(sale.payments[1], { method: "transfer", amount: 87_000, state: "unconfirmed", reference: "SISA PESANAN" });
  assert.equal(sale.payments.reduce((sum, { amount }) => sum + amount, 0), sale.total);
  assert.equal(balanceOfSale(sale), 87_000);
  assert.equal(refusal(cart, [cashPayment(88_500, 88_500)], {}), null);
  assert.equal(refusal(cart, [cashPayment(175_500, 175_500)], {}), "payment_short");
});

test("an order paid in full leaves nothing open", () => {
  const sale = sold(ordered({ ...half, percent: 100 }), [otherPayment("qris", 175_500, "")]);
  assert.equal(sale.payments.length, 1);
  assert.equal(isBalance(otherPayment("transfer", 1, "SISA PESANAN")), false, "a transfer that arrived is no balance");
});

test("parts of a payment are paid anew when the down payment changes", () => {
  const cart = withPayment(ordered(), cashPayment(50_000, 50_000));
  assert.deepEqual(paymentsOf(payAnew(cart, setOrder(cart, "KURSI", { ...half, percent: 100 }))), []);
});

test("how it reaches the buyer reads back as it was written", () => {
  assert.equal(pickupText(half), "Ambil: Stan 07 · 2018-04-17");
  assert.deepEqual(readPickup("Ambil: Stan 07 · 2018-04-17"), { way: "pickup", place: "Stan 07", date: "2018-04-17" });
  assert.deepEqual(readPickup(pickupText({ ...half, way: "delivery" })), { way: "delivery", place: "", date: "2018-04-17" });
  assert.deepEqual(readPickup("Ambil di stan"), { way: "pickup", place: "di stan", date: "" });
  assert.equal(pickupText({ ...half, date: "" }), "Ambil: Stan 07");
});

test("goods to be made cannot be paid before somebody said how they reach the buyer", () => {
  assert.equal(unsettledLine(add(add(opened, cloth), chair)).sku, "KURSI");
  assert.equal(unsettledLine(ordered()), undefined);
  const sent = ordered({ ...half, way: "delivery" });
  assert.equal(unsettledLine(sent).sku, "KURSI", "a delivery needs an address");
  assert.equal(unsettledLine(setContact(sent, contact)), undefined);
});

test("an address never enters the sale, and goes with the last delivery in the cart", () => {
  const cart = setContact(ordered({ ...half, way: "delivery" }, add(opened, cloth)), contact);
  assert.ok(!JSON.stringify(sold(cart, [cashPayment(138_500, 138_500)])).includes("Sari"));
  assert.deepEqual(setQuantity(cart, "A", 2).contact, contact);
  for (const after of [remove(cart, "KURSI"), empty(cart), setOrder(cart, "KURSI", half)]) assert.equal(after.contact, null);
});

test("an address is forgotten once the server has it, kept until then, and is in no file", () => {
  const entry = { id: "c", kind: "contact", document: { sale: "s", ...contact }, state: "waiting", tries: 0 };
  assert.deepEqual(afterAttempt(entry, "sent", { body: { id: "c" } }).document, { sale: "s" });
  const refused = afterAttempt(entry, "rejected", { problem: { code: "x", status: 422, detail: "" } });
  assert.deepEqual([refused.state, refused.document.name], ["rejected", "Ibu Sari"]);
  assert.ok(!JSON.stringify(nameless(refused)).includes("Sari"), "the office is told of the refusal, not of the buyer");
  assert.ok(!JSON.stringify(savedFile([entry], ["07A"])).includes("Sari"));
});

test("what may still be ordered counts this tablet and the cart", () => {
  const limited = { ...chair, orders_left: 5 };
  assert.equal(ordersLeft(limited, { KURSI: 2 }, 1), 2);
  assert.equal(ordersLeft({ ...chair, orders_left: null }, {}), null);
  assert.equal(ordersLeft(chair, {}), null);
  assert.equal(ordersLeft({ ...cloth, orders_left: 3 }, {}), null);
});

const sale = { ...sold(ordered(), [cashPayment(88_500, 88_500)]), number: "07A-0001" };
const here = { id: "s1", kind: "sale", document: sale, shown: [{ name: "Kursi", name_en: "Chair", facility_name: "F" }], made_at: 1, state: "waiting" };
const listed = { sale: "s0", number: "07B-0001", line: 1, name: "Meja", pickup: "Kirim · 2018-04-10", due_on: "2018-04-10", quantity: 1, unpaid: 5_000, state: "open", contact: true };

test("the list holds what this tablet sold before the server knows it", () => {
  const rows = ordersHere([listed], [here]);
  assert.deepEqual(rows.map(({ sale: id, unpaid, due_on }) => [id, unpaid, due_on]), [["s1", 87_000, "2018-04-17"], ["s0", 5_000, "2018-04-10"]]);
  assert.equal(ordersHere([{ ...listed, sale: "s1" }], [here]).length, 1, "what the server lists is not listed twice");
  assert.deepEqual(ordersHere([], [{ ...here, voided: true }]), []);
  for (const state of ["rejected", "put_away"]) assert.deepEqual(ordersHere([], [{ ...here, state }]), [], `${state} is no order`);
});

test("what was paid or handed over here is so at once", () => {
  const paidLater = { id: "p", kind: "balance_payment", document: { sale: "s0" }, state: "waiting", made_at: 2 };
  const mark = (handed_over, made_at) => ({ id: `h${made_at}`, kind: "handover", document: { sale: "s0", lines: [1], handed_over }, state: "waiting", made_at });
  const state = (...entries) => ordersHere([listed], entries)[0].state;
  assert.deepEqual([state(), state(paidLater), state({ ...paidLater, state: "rejected" })], ["open", "paid", "open"]);
  assert.equal(state({ ...paidLater, state: "put_away" }), "open", "what the office put away was never booked");
  assert.equal(state(paidLater, mark(true, 3)), "handed_over");
  assert.equal(state(paidLater, mark(true, 3), mark(false, 4)), "paid", "the last word counts");
});

test("an address that the server refused can still be read here", () => {
  const address = (document, state) => ({ id: "c", kind: "contact", state, made_at: 1, document: { sale: "s0", ...document } });
  const shown = (...entries) => ordersHere([{ ...listed, contact: false }], entries)[0].contact;
  assert.deepEqual([shown(address(contact, "waiting")), shown(address(contact, "rejected")), shown(address({}, "sent"))], [true, true, false]);
});

test("what is to be fetched first stands first, what is done last", () => {
  const done = { ...listed, sale: "s2", due_on: "2018-04-01", state: "handed_over" };
  assert.deepEqual(bySale([...ordersHere([listed], [here]), done]).map(({ sale: id }) => id), ["s0", "s1", "s2"]);
});

test("a line of another time is paid as it always was", () => {
  const line = { ...add(opened, chair).lines[0], order: undefined };
  assert.equal(balanceOfLine(line), 0);
});

test("what was handed over unpaid is not done", () => {
  const order = (number, unpaid) => ({ number, unpaid, state: "handed_over", due_on: null, facility: "CBN" });
  const shown = ordersShown([order(1, 0), order(2, 100_000)], { facility: "", done: false });
  assert.deepEqual(shown.map(({ number }) => number), [2]);
});

test("the office sees what waits first, by its day, of one facility or of all", () => {
  const order = (number, state, due_on, facility = "CBN") => ({ number, state, due_on, facility });
  const orders = [order(1, "handed_over", "2018-04-01"), order(2, "paid", null), order(3, "open", "2018-04-09"), order(4, "open", "2018-04-05", "KDI")];
  const shown = (filter) => ordersShown(orders, filter).map(({ number }) => number);
  assert.deepEqual(shown({ facility: "", done: false }), [4, 3, 2]);
  assert.deepEqual(shown({ facility: "CBN", done: true }), [3, 2, 1]);
});

test("what is ready after the fair's last day has no place by itself", () => {
  const order = (leadTime, lastDay) => freshOrder({ stall: "07", today: "2018-04-03", lastDay, leadTime, least: 50 });
  assert.equal(order(3, "2018-04-06").place, "Stan 07");
  assert.equal(order(4, "2018-04-06").place, "");
  assert.equal(order(40, null).place, "Stan 07", "nobody knows the last day");
});

test("another date changes the place only where nobody chose one", () => {
  const place = (before, date) => pickupPlace({ place: before, stall: "07", date, lastDay: "2018-04-06" });
  assert.equal(place("Stan 07", "2018-04-20"), "");
  assert.equal(place("", "2018-04-05"), "Stan 07");
  assert.equal(place("Lapas Cirebon", "2018-04-05"), "Lapas Cirebon");
});
