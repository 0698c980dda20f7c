import assert from "node:assert/strict";
import { test } from "node:test";

import { burstReader } from "../../static/till/wedge.js";

const typeAt = (text, gap, end = "Enter", code = () => "") => {
  const reader = burstReader();
  let time = 1000;
  let result = null;
  for (const character of [...text, end]) {
    time += gap;
    result = reader.key(character.length === 1 ? character : character, code(character), time) ?? result;
  }
  return { result, reader };
};

test("a scanner's burst is a scan", () => {
  assert.deepEqual(typeAt("HTTP://10.0.0.1/P/7XK2M4", 5).result, { scanned: "HTTP://10.0.0.1/P/7XK2M4" });
});

test("a person's typing is not", () => {
  assert.equal(typeAt("batik tulis", 120).result, null);
});

test("a scanner without a suffix is read when it falls silent", () => {
  const { result, reader } = typeAt("7XK2M4", 5, "Shift");
  assert.equal(result, null);
  assert.deepEqual(reader.flush(), { scanned: "7XK2M4" });
});

test("keys that have lost their name are read by their place", () => {
  const reader = burstReader();
  ["Digit7", "KeyX", "KeyK", "Numpad2", "KeyM", "Digit4"].forEach((code, index) => reader.key("Unidentified", code, 1000 + index * 5));
  assert.deepEqual(reader.key("Enter", "Enter", 1030), { scanned: "7XK2M4" });
});

test("a few fast letters are no scan", () => {
  assert.equal(typeAt("abc", 5).result, null);
});
