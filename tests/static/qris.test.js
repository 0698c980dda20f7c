import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { LIMIT, checksum, parse, read, seal, withAmount } from "../../static/till/qris.js";

const samples = JSON.parse(readFileSync(new URL("../samples/qris-vectors.json", import.meta.url), "utf8"));
const payloads = Object.fromEntries(samples.vectors.map((vector) => [vector.name, vector.payload]));
const STATIC = payloads.STATIC;
const refused = (payload, reason) =>
  assert.throws(() => read(payload), (error) => error.reason === reason || assert.fail(`${error.reason}, not ${reason}`));
const tlv = (tag, value) => `${tag}${String(Array.from(value).length).padStart(2, "0")}${value}`;
const code = (fields) => seal(Object.entries(fields).sort().map(([tag, value]) => tlv(tag, value)).join(""));
const WHOLE = { "00": "01", "01": "11", 53: "360", 58: "ID", 59: "TOKO", 60: "JAKARTA" };

test("the checksum is CRC-16/CCITT-FALSE", () => assert.equal(checksum("123456789"), "29B1"));

for (const { name, payload } of samples.vectors) {
  test(`the vector "${name}" is read whole and written back to the letter`, () => {
    const fields = parse(payload);
    const text = fields.slice(0, -1).map(({ tag, value }) => tlv(tag, value)).join("");
    assert.equal(seal(text), payload);
  });
}

for (const { from, amount, reference, gives } of samples.derive) {
  test(`the static code with ${amount} gives "${gives}"`, () => {
    assert.equal(withAmount(payloads[from], amount, reference ?? ""), payloads[gives]);
  });
}

test("the payer sees name, NMID and amount", () => {
  const shown = read(payloads["150000 ref INV-0001"]);
  assert.deepEqual([shown.name, shown.nmid, shown.amount, shown.isStatic], ["PAMERAN KARYA CONTOH", "ID0000000000001", 150000, false]);
  assert.deepEqual([read(STATIC).amount, read(STATIC).isStatic], [null, true]);
});

test("a dynamic code can be made dynamic again with another amount", () => {
  assert.equal(withAmount(payloads["150000 ref INV-0001"], 150500, "X").includes("5406150500"), true);
  assert.equal(read(withAmount(payloads["150000 ref INV-0001"], 150500)).amount, 150500);
});

test("a merchant named 5802ID does not confuse it", () => {
  const shown = read(withAmount(code({ ...WHOLE, 59: "WARUNG 5802ID 010211" }), 12500));
  assert.deepEqual([shown.name, shown.amount], ["WARUNG 5802ID 010211", 12500]);
});

test("tips and fees never reach the buyer", () => {
  const tags = parse(withAmount(code({ ...WHOLE, 55: "02", 56: "500" }), 1000)).map((field) => field.tag);
  assert.equal(tags.some((tag) => ["55", "56", "57"].includes(tag)), false);
});

test("a wrong checksum is refused", () => refused(`${STATIC.slice(0, -1)}E`, "wrong_checksum"));
test("a lower-case checksum is refused", () => refused(STATIC.slice(0, -4) + STATIC.slice(-4).toLowerCase(), "no_checksum"));
test("a duplicate tag is refused", () => refused(seal(`${code(WHOLE).slice(0, -8)}${tlv("60", "BOGOR")}`), "duplicate_tag"));
test("a length past the end is refused", () => refused(seal("0002010199ID"), "too_short"));
test("letters where a tag should be are refused", () => refused(seal("000201ABCD"), "not_tlv"));
test("a name of 26 characters is refused, one of 25 is not", () => {
  refused(code({ ...WHOLE, 59: "A".repeat(26) }), "merchant_name");
  assert.equal(read(code({ ...WHOLE, 59: "A".repeat(25) })).name.length, 25);
});
test("another currency or country is refused", () => {
  refused(code({ ...WHOLE, 53: "840" }), "not_rupiah");
  refused(payloads["EMVCo spec sample"], "not_rupiah");
  refused(code({ ...WHOLE, 58: "MY" }), "not_indonesia");
});
test("a code that does not say static or dynamic is refused", () => {
  const { "01": _, ...without } = WHOLE;
  refused(code(without), "no_initiation");
});
test("an empty text is refused, not crashed on", () => refused("", "no_checksum"));

test("Rp 10.000.000 passes, a rupiah more does not, nor nothing, nor a fraction", () => {
  assert.equal(read(withAmount(STATIC, LIMIT)).amount, LIMIT);
  for (const amount of [LIMIT + 1, 0, -5, 1.5, Number.NaN]) assert.throws(() => withAmount(STATIC, amount));
});
