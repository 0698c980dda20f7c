import assert from "node:assert/strict";
import { test } from "node:test";

import { categories, find, freshness, plain, prepare, soldSince, stockLeft } from "../../static/till/catalogue.js";
import { checkCharacter, checkCode, onceInView, productOf, readCode, scannedCode } from "../../static/till/codes.js";

const snapshot = {
  seq: 10,
  journal: "j",
  categories: [{ code: "TEK", name: "Batik & Kain", name_en: "Batik & cloth" }, { code: "KOP", name: "Kopi", name_en: "Coffee" }],
  products: [
    { sku: "TKG-KOP01", code: "00001S", name: "Kopi Gayo", name_en: "Gayo coffee", facility: "TKG", facility_name: "Rutan Takengon", home: "01", category: "KOP", price: 65000, stock: 20, pieces: [] },
    { sku: "PKP-TEK02", code: "00002T", name: "Batik-Tulis Mégamendung", name_en: "Cloud batik", facility: "PKP", facility_name: "Lapas Pekalongan", home: "07", category: "TEK", price: 175000, stock: 20, pieces: [{ code: "ABCDE0", state: "open" }] },
  ],
};
const products = prepare(snapshot, "07");

test("the own stall comes first", () => {
  assert.deepEqual(products.map((product) => product.sku), ["PKP-TEK02", "TKG-KOP01"]);
});

test("searching ignores case, accents and marks, and finds by the beginnings of words", () => {
  assert.equal(plain("Batik-Tulis Mégamendung"), "batik tulis megamendung");
  assert.deepEqual(find(products, "tul mega").map((product) => product.sku), ["PKP-TEK02"]);
  assert.deepEqual(find(products, "takengon").map((product) => product.sku), ["TKG-KOP01"]);
  assert.deepEqual(find(products, "ulis"), []);
  assert.equal(find(products, "").length, 2);
  assert.deepEqual(find(products, "", "KOP").map((product) => product.sku), ["TKG-KOP01"]);
});

test("2,000 products are searched well within a keystroke", () => {
  const many = prepare({ ...snapshot, products: Array.from({ length: 2000 }, (_, n) => ({ ...snapshot.products[n % 2], sku: `S${n}` })) }, "07");
  const started = performance.now();
  for (const query of ["b", "ba", "bat", "bati", "batik"]) find(many, query);
  assert.ok((performance.now() - started) / 5 < 50);
});

test("categories are named in the reader's language", () => {
  assert.deepEqual(categories(products, snapshot.categories, "en").map((each) => each.name), ["Batik & cloth", "Coffee"]);
});

const sold = (state, seq, quantity = 1) => ({ state, answer: seq && { seq, journal: "j" }, document: { lines: [{ sku: "TKG-KOP01", quantity }] } });

test("stock left counts each of this tablet's sales once, here or at the server", () => {
  const entries = [sold("waiting", null, 2), sold("sent", 11), sold("sent", 10), sold("held", null), sold("rejected", null), sold("put_away", null)];
  const since = soldSince(entries, snapshot);
  assert.equal(stockLeft(products[1], since), 17);
  assert.equal(stockLeft({ sku: "X", stock: null }, since), null);
});

test("a restored server's stock is taken as it is", () => {
  assert.deepEqual(soldSince([{ ...sold("sent", 900), answer: { seq: 900, journal: "before" } }], snapshot), {});
});

test("a code is read whether typed, shouted or misread", () => {
  const code = `0A1B2${checkCharacter("0A1B2")}`;
  assert.equal(readCode(` ${code.toLowerCase()} `), code);
  assert.equal(readCode(code.replace("0", "O").replace("1", "I")), code);
});

test("every single wrong character is noticed", () => {
  const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  const code = `7XK2M${checkCharacter("7XK2M")}`;
  for (let place = 0; place < 6; place += 1)
    for (const wrong of alphabet)
      if (wrong !== code[place]) assert.equal(readCode(code.slice(0, place) + wrong + code.slice(place + 1)), null);
});

test("a label's address and a bare code mean the same", () => {
  const code = `7XK2M${checkCharacter("7XK2M")}`;
  assert.equal(scannedCode(`HTTP://192.168.1.5:8080/P/${code}`), code);
  assert.equal(scannedCode(`https://karya.example/p/${code.toLowerCase()}?lang=en`), code);
  assert.equal(scannedCode(code), code);
  assert.equal(scannedCode("https://elsewhere.example/menu"), null);
});

test("a code finds a product, or a product's piece", () => {
  assert.deepEqual(productOf(products, "00001S"), { product: products[1], piece: null });
  assert.equal(productOf(products, "ABCDE0").piece, "ABCDE0");
  assert.equal(productOf(products, "ZZZZZZ"), null);
});

test("a label that stays in view counts once; after 2.5 seconds out of sight, again", () => {
  const fresh = onceInView();
  assert.equal(fresh("A", 0), true);
  for (let now = 100; now <= 5000; now += 100) assert.equal(fresh("A", now), false);
  assert.equal(fresh("B", 5100), true);
  assert.equal(fresh("A", 5200), true);
  assert.equal(fresh("A", 7800), true);
});

test("goods past their date are blocked, those of today and tomorrow warned of", () => {
  const until = (expires_on) => freshness({ expires_on }, "2018-04-30");
  assert.equal(until(null), null);
  assert.equal(until("2018-04-29"), "expired");
  assert.equal(until("2018-04-30"), "last_day");
  assert.equal(until("2018-05-01"), "last_day");
  assert.equal(until("2018-05-02"), null);
});

test("a hall check's code is told apart from a label's", () => {
  const code = `7XK2M${checkCharacter("7XK2M")}`;
  assert.equal(checkCode(`HTTP://10.0.0.1/CHECK/${code}`), code);
  assert.equal(checkCode(`HTTP://10.0.0.1/P/${code}`), null);
});
