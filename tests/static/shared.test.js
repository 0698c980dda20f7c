import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

import { clockOffset, dayText, hourText, isoLocal } from "../../static/shared/clock.js";
import { uuid4 } from "../../static/shared/ids.js";
import { grouped, quickAmounts, rupiah, typed } from "../../static/shared/money.js";
import { missingKeys, translator } from "../../static/shared/texts.js";
import { TEXTS as INSTALL_TEXTS } from "../../static/install/texts.js";
import { TEXTS } from "../../static/till/texts.js";

test("rupiah are grouped by dots after an ordinary space", () => {
  assert.equal(rupiah(150000), "Rp 150.000");
  assert.equal(rupiah(0), "Rp 0");
  assert.equal(rupiah(-1250000), "-Rp 1.250.000");
  assert.equal(grouped(999), "999");
  assert.ok(!rupiah(150000).includes("\u00a0"));
});

test("quick amounts are the exact total and the notes above it", () => {
  assert.deepEqual(quickAmounts(225000), [225000, 230000, 240000, 250000, 300000]);
  assert.deepEqual(quickAmounts(12500), [12500, 15000, 20000, 50000, 100000]);
  assert.deepEqual(quickAmounts(100000), [100000]);
});

test("quick amounts rise, are distinct and at most six, for every total", () => {
  for (let total = 500; total < 400_000; total += 500) {
    const amounts = quickAmounts(total);
    assert.equal(amounts[0], total);
    assert.ok(amounts.length <= 6);
    assert.ok(amounts.every((amount, index) => index === 0 || amount > amounts[index - 1]));
  }
});

test("a keypad types amounts digit by digit", () => {
  assert.equal(["5", "0", "000"].reduce((amount, key) => typed(amount, key), 0), 50000);
  assert.equal(typed(50000, "back"), 5000);
  assert.equal(typed(0, "back"), 0);
  assert.equal(typed(999_999_999, "1"), 999_999_999);
});

test("ids are version 4 and differ", () => {
  const ids = new Set(Array.from({ length: 500 }, uuid4));
  assert.equal(ids.size, 500);
  for (const id of ids) assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test("a moment is written with its own offset and reads back as the same instant", () => {
  const moment = new Date(2018, 3, 3, 10, 15, 2);
  assert.equal(Date.parse(isoLocal(moment)), moment.getTime());
  assert.match(isoLocal(moment), /^2018-04-03T10:15:02[+-]\d\d:\d\d$/);
});

test("hours are written with a dot", () => {
  assert.equal(hourText(new Date("2018-04-03T07:05:00Z"), "Asia/Jakarta"), "14.05");
});

test("a date is said as people say it, whatever the zone", () => {
  assert.equal(dayText("2018-04-03"), "3 April");
  assert.equal(dayText("2018-12-31", "id"), "31 Desember");
});

test("the clock's offset is measured from the middle of a request", () => {
  assert.equal(clockOffset(1000, 2000, new Date(61000).toUTCString()), 60000);
  assert.equal(clockOffset(1000, 2000, null), null);
});

test("both languages say the same things, and fill in the same names", () => {
  assert.deepEqual(missingKeys(TEXTS), []);
  assert.deepEqual(missingKeys(INSTALL_TEXTS), []);
  const names = (text) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();
  for (const key of Object.keys(TEXTS.id)) assert.deepEqual(names(TEXTS.id[key]), names(TEXTS.en[key]), key);
});

test("a text fills in values and a missing key shows itself", () => {
  assert.equal(translator(TEXTS, "id")("left", { n: 4 }), "sisa 4");
  assert.equal(translator(TEXTS, "en")("no_such_key"), "no_such_key");
});

test("every text that a page of the till asks for exists", () => {
  const folder = new URL("../../static/till/", import.meta.url);
  const asked = readdirSync(folder)
    .filter((file) => file.endsWith(".js"))
    .flatMap((file) => [...readFileSync(new URL(file, folder), "utf8").matchAll(/\bt\(\s*'([a-z_]+)'/g)].map((match) => match[1]));
  assert.ok(asked.length > 100);
  assert.deepEqual(asked.filter((key) => !(key in TEXTS.id)), []);
});
