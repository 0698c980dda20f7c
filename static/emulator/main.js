// The page of the virtual printers: asks twice a second what came out and shows the newest papers first.

import { texts } from "./texts.js";

const SHOWN = 6;
const PAUSE = 500; // ms
const root = document.querySelector("#printers");
const OTHER_FAULTS = ["paper_low", "jam", "paused", "silent", "swallow_reply", "stale_reply", "reset", "half_close", "power_cycle", "second_client", "slow", "off"];
const cards = new Map();
let language = new URLSearchParams(location.search).get("lang") === "en" ? "en" : "id";

const say = (key) => texts[language][key] ?? key;

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function translate() {
  document.documentElement.lang = language;
  document.title = `${say("title")} · Lapak`;
  for (const node of document.querySelectorAll("[data-text]")) node.textContent = say(node.dataset.text);
  document.querySelector("#language").textContent = language === "id" ? "English" : "Bahasa Indonesia";
  for (const node of document.querySelectorAll("option")) node.textContent = say(node.value);
}

function button(key, className, act) {
  const made = element("button", className, say(key));
  made.type = "button";
  made.dataset.text = key;
  made.addEventListener("click", act);
  return made;
}

const order = (n, kind) =>
  fetch(`printers/${n}/fault`, {
    method: "PUT",
    headers: { "Content-Type": "application/json", "X-Lapak": "1" },
    body: JSON.stringify({ kind }),
  }).then(look);

const repair = (n) => fetch(`printers/${n}/fault`, { method: "DELETE", headers: { "X-Lapak": "1" } }).then(look);

function createCard(printer) {
  const card = element("article");
  const heading = element("h2", "", printer.name);
  const state = element("span", "state");
  heading.append(state);
  const choice = element("select");
  choice.setAttribute("aria-label", say("more"));
  for (const kind of ["more", ...OTHER_FAULTS]) {
    const option = element("option", "", say(kind));
    option.value = kind;
    choice.append(option);
  }
  choice.addEventListener("change", () => {
    if (choice.value !== "more") order(printer.n, choice.value);
    choice.value = "more";
  });
  const buttons = element("div", "buttons");
  buttons.append(
    button("pull", "", () => order(printer.n, "paper_out")),
    button("open", "", () => order(printer.n, "cover")),
    button("refill", "go", () => repair(printer.n)),
    choice,
  );
  const paper = element("div", "paper");
  paper.tabIndex = 0;
  const errors = element("p", "errors");
  errors.setAttribute("role", "alert");
  const address = element("p", "address", `${printer.connection} · ${printer.language} · ${printer.media}`);
  const box = element("div", "case");
  box.append(heading, address, buttons, element("div", "slot"));
  card.dataset.media = printer.media;
  card.dataset.kind = printer.media.includes("x") ? "label" : "receipt";
  card.append(box, errors, paper);
  root.append(card);
  return { state, paper, errors, shown: "", newest: 0 };
}

function picture(printer, name, alt) {
  const image = element("img");
  image.src = `printers/${printer.n}/${name}`;
  image.alt = alt;
  return image;
}

function show(printer) {
  if (!cards.has(printer.n)) cards.set(printer.n, createCard(printer));
  const card = cards.get(printer.n);
  const faults = printer.faults.map(say).join(", ");
  card.state.textContent = faults || say(printer.state);
  card.state.className = faults ? "state bad" : "state";
  card.errors.textContent = printer.errors.length ? `${say("unknown_bytes")}: ${printer.errors.join(" · ")}` : "";
  showPapers(printer, card);
}

function showPapers(printer, card) {
  const shown = `${printer.papers} ${printer.rolling}`;
  if (shown === card.shown) return;
  const pictures = [];
  if (printer.rolling) {
    pictures.push(picture(printer, `rolling.png?height=${printer.rolling}`, say("rolling")));
    pictures[0].className = "rolling";
  }
  for (let i = printer.papers - 1; i >= Math.max(0, printer.papers - SHOWN); i -= 1) {
    const image = picture(printer, `papers/${i}.png`, `${say("paper")} ${i + 1}`);
    if (i >= card.newest && card.shown) image.className = "new";
    pictures.push(image);
  }
  if (!pictures.length) {
    const empty = element("p", "", say("empty"));
    empty.dataset.text = "empty";
    pictures.push(empty);
  }
  card.paper.replaceChildren(...pictures);
  card.shown = shown;
  card.newest = printer.papers;
}

async function look() {
  const answer = await fetch("printers");
  for (const printer of await answer.json()) show(printer);
}

async function follow() {
  try {
    if (!document.hidden) await look();
  } finally {
    setTimeout(follow, PAUSE);
  }
}

document.querySelector("#language").addEventListener("click", () => {
  language = language === "id" ? "en" : "id";
  translate();
});
translate();
follow();
