// QRIS codes (EMVCo merchant-presented mode): read in full, never by string replacement, and written anew.
// Pure: text in, text out. A code whose checksum or structure is wrong is refused, with a reason.

export const LIMIT = 10_000_000; // rupiah a transaction, Bank Indonesia since 1 March 2022
const LONGEST_NAME = 25;
const TIPS_AND_FEES = ["55", "56", "57"]; // surcharging the buyer is forbidden
const NATIONAL = "51";

/** @typedef {{tag: string, value: string}} Field */

/** A code that cannot be used; `reason` is one of the keys of the till's texts `qris.*`. */
export class QrisError extends Error {
  /** @param {string} reason @param {string} [detail] */
  constructor(reason, detail = "") {
    super(detail ? `${reason}: ${detail}` : reason);
    this.reason = reason;
  }
}

/**
 * Every field of a code in order, the checksum (63) last; refuses what is not a whole EMVCo code.
 * @param {string} payload @returns {Field[]}
 */
export function parse(payload) {
  const text = payload.trim();
  refuseWrongChecksum(text);
  const fields = readFields(text);
  const tags = fields.map((field) => field.tag);
  const twice = tags.find((tag, place) => tags.indexOf(tag) !== place);
  if (twice) throw new QrisError("duplicate_tag", twice);
  if (tags[0] !== "00" || fields[0].value !== "01") throw new QrisError("not_emvco");
  if (tags.at(-1) !== "63") throw new QrisError("checksum_not_last");
  return fields;
}

/**
 * The fields of a template or a whole code; lengths count characters.
 * @param {string} text @returns {Field[]}
 */
export function readFields(text) {
  const characters = Array.from(text);
  const fields = [];
  let place = 0;
  while (place < characters.length) {
    const head = characters.slice(place, place + 4).join("");
    if (!/^\d{4}$/.test(head)) throw new QrisError("not_tlv", head);
    const length = Number(head.slice(2));
    const value = characters.slice(place + 4, place + 4 + length);
    if (value.length !== length) throw new QrisError("too_short", head.slice(0, 2));
    fields.push({ tag: head.slice(0, 2), value: value.join("") });
    place += 4 + length;
  }
  return fields;
}

/**
 * A merchant's QRIS code: who is paid, and whether an amount is already in it.
 * @param {string} payload
 */
export function read(payload) {
  const fields = parse(payload);
  const value = (/** @type {string} */ tag) => fields.find((field) => field.tag === tag)?.value;
  const name = value("59") ?? "";
  if (value("53") !== "360") throw new QrisError("not_rupiah", value("53"));
  if (value("58") !== "ID") throw new QrisError("not_indonesia", value("58"));
  if (!["11", "12"].includes(value("01") ?? "")) throw new QrisError("no_initiation");
  if (!name || Array.from(name).length > LONGEST_NAME) throw new QrisError("merchant_name", name);
  return {
    name,
    city: value("60") ?? "",
    nmid: nmidOf(value(NATIONAL)),
    amount: value("54") === undefined ? null : amountOf(value("54") ?? ""),
    isStatic: value("01") === "11",
    fields,
  };
}

/**
 * A code for one amount, made from the stall's static one.
 * @param {string} payload the static code @param {number} amount whole rupiah @param {string} [reference]
 */
export function withAmount(payload, amount, reference = "") {
  if (!Number.isSafeInteger(amount) || amount <= 0) throw new QrisError("amount", String(amount));
  if (amount > LIMIT) throw new QrisError("over_limit", String(amount));
  const kept = read(payload).fields.filter(
    ({ tag }) => !["01", "54", "62", "63", ...TIPS_AND_FEES].includes(tag),
  );
  const additional = additionalData(read(payload).fields, reference);
  const fields = [...kept, { tag: "01", value: "12" }, { tag: "54", value: String(amount) }, ...additional];
  fields.sort((one, other) => Number(one.tag) - Number(other.tag));
  return seal(fields.map(write).join(""));
}

/** @param {string} text everything before the checksum */
export function seal(text) {
  return `${text}6304${checksum(`${text}6304`)}`;
}

/**
 * CRC-16/CCITT-FALSE over the UTF-8 bytes, as four upper-case hex digits.
 * @param {string} text
 */
export function checksum(text) {
  let crc = 0xffff;
  for (const byte of new TextEncoder().encode(text)) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff;
  }
  return crc.toString(16).toUpperCase().padStart(4, "0");
}

/** @param {string} text */
function refuseWrongChecksum(text) {
  if (!/6304[0-9A-F]{4}$/.test(text)) throw new QrisError("no_checksum");
  if (checksum(text.slice(0, -4)) !== text.slice(-4)) throw new QrisError("wrong_checksum");
}

/** @param {Field[]} fields @param {string} reference */
function additionalData(fields, reference) {
  const before = fields.find((field) => field.tag === "62")?.value;
  const parts = before ? readFields(before).filter((part) => part.tag !== "05" || !reference) : [];
  if (reference) parts.push({ tag: "05", value: reference.slice(0, 25) });
  parts.sort((one, other) => Number(one.tag) - Number(other.tag));
  return parts.length ? [{ tag: "62", value: parts.map(write).join("") }] : [];
}

/** @param {Field} field */
function write({ tag, value }) {
  const length = Array.from(value).length;
  if (length > 99) throw new QrisError("too_long", tag);
  return `${tag}${String(length).padStart(2, "0")}${value}`;
}

/** @param {string | undefined} template */
function nmidOf(template) {
  if (!template) return null;
  return readFields(template).find((part) => part.tag === "02")?.value ?? null;
}

/** Acquirers write 10000 as well as 100003.00. @param {string} text */
function amountOf(text) {
  const match = /^(\d{1,13})(?:\.0{1,2})?$/.exec(text);
  if (!match) throw new QrisError("amount", text);
  return Number(match[1]);
}
