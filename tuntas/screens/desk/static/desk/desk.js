// The workbench by keyboard: one photo at a time, a verdict moves on to the next, A approves, B sends back.
"use strict";
const docs = [...document.querySelectorAll(".doc")];
const links = [...document.querySelectorAll("[data-go]")];
const form = document.getElementById("putusan");
const approve = document.getElementById("setujui"), back = document.getElementById("kembalikan");
const wide = matchMedia("(min-width: 64em)");
const seen = new Set();
let now = 0;

const rowOf = (item) => form?.querySelector(`.verdict-row[data-item="${CSS.escape(item)}"]`);
const saidOf = (row) => row?.querySelector("input:checked");
const isBad = (row) => Boolean(saidOf(row)) && saidOf(row).value !== "ok";
const rows = () => form ? [...form.querySelectorAll(".verdict-row")] : [];
const say = (text) => { const place = document.getElementById("kabar"); if (place) place.textContent = text; };

// ---- photos ----
function show(index) {
  if (!docs.length) return;
  now = Math.max(0, Math.min(index, docs.length - 1));
  seen.add(now);
  docs.forEach((doc, at) => { doc.hidden = at !== now; });
  links.forEach((link, at) => at === now ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current"));
  docs[now].querySelectorAll("img").forEach(fit);
  docs[now + 1]?.querySelector("img")?.setAttribute("loading", "eager"); // the next one is there when it is asked for
  label();
}

// The photo as large as its frame allows, also when it lies on its side.
function fit(image) {
  const frame = image.parentElement, angle = Number(image.dataset.angle) || 0, zoom = Number(image.dataset.zoom) || 1;
  const width = image.naturalWidth || Number(image.getAttribute("width")), height = image.naturalHeight || Number(image.getAttribute("height"));
  if (!width || !frame.clientWidth) return;
  const [across, down] = angle % 180 ? [height, width] : [width, height];
  const scale = zoom * Math.min(frame.clientWidth / across, wide.matches ? frame.clientHeight / down : Infinity);
  const shift = (across - width) * scale / 2;
  Object.assign(image.style, {
    width: `${width * scale}px`, height: `${height * scale}px`, maxWidth: "none", maxHeight: "none",
    margin: `${-shift}px ${shift}px`, transform: `rotate(${angle}deg)`,
  });
  frame.scrollTo((frame.scrollWidth - frame.clientWidth) / 2, (frame.scrollHeight - frame.clientHeight) / 2);
}

function change(degrees, factor) {
  docs[now]?.querySelectorAll("img").forEach((image) => {
    image.dataset.angle = ((Number(image.dataset.angle) || 0) + degrees) % 360;
    image.dataset.zoom = Math.max(1, Math.min(4, (Number(image.dataset.zoom) || 1) * factor));
    fit(image);
  });
}

// ---- verdicts ----
function label() {
  links.forEach((link, at) => {
    const place = link.querySelector("[data-said]"), said = saidOf(rowOf(place.dataset.said));
    if (!form) return;
    place.textContent = said ? said.parentElement.textContent.trim() : at === now ? "Sedang dilihat" : seen.has(at) ? "Sudah dilihat" : "Belum dilihat";
  });
}

function paint(row) {
  const select = row.querySelector("select"), said = saidOf(row);
  row.classList.toggle("asks", isBad(row));
  if (isBad(row) && row.hasAttribute("data-doc-row") && select.selectedOptions[0]?.dataset.says !== said.value && !row.dataset.chosen) {
    select.value = [...select.options].find((option) => option.dataset.says === said.value)?.value ?? "";
  }
  const reads = row.querySelector("p[data-reads]"), sentence = select.selectedOptions[0]?.dataset.reads;
  const note = row.querySelector(".why input").value.trim();
  reads.hidden = !sentence;
  reads.textContent = sentence ? `Pemohon membaca: “${[sentence, note].filter(Boolean).join(" ")}”` : "";
}

// One main button: approve, or send back what is bad.
function balance() {
  const bad = rows().filter(isBad), docsOnly = bad.every((row) => row.hasAttribute("data-doc-row"));
  if (approve) approve.hidden = bad.length > 0;
  back.hidden = bad.length === 0;
  back.classList.toggle("alt", bad.length === 0);
  back.querySelector("[data-word]").textContent = `Kembalikan ${bad.length} ${docsOnly ? "foto" : "hal"}`;
  label();
}

function judge(value) {
  const row = docs[now] && rowOf(docs[now].dataset.doc);
  if (!row) return;
  row.querySelector(`input[value="${value}"]`).checked = true;
  settle(row);
  if (value === "ok" && now < docs.length - 1) show(now + 1);
  (rowOf(docs[now].dataset.doc) || row).scrollIntoView({ block: "nearest" });
}

function settle(row) {
  paint(row);
  balance();
  const open = undecided();
  say(open.length || rows().some(isBad) ? "" : "Semua sesuai.");
}

const undecided = () => docs.filter((doc) => rowOf(doc.dataset.doc) && !saidOf(rowOf(doc.dataset.doc)));

let warned = false;
function guard(event) {
  const open = undecided();
  if (event.submitter?.value === "approve" && open.length && !warned) {
    event.preventDefault();
    warned = true;
    show(docs.indexOf(open[0]));
    say(`${open.length} syarat belum diputus. Tekan sekali lagi bila tetap disetujui.`);
    return;
  }
  setTimeout(() => form.querySelectorAll("button").forEach((one) => { one.disabled = true; }));
}

// ---- keys ----
const keysOff = () => localStorage.getItem("tuntas-keys") === "off";
const keys = {
  j: () => show(now + 1), k: () => show(now - 1),
  1: () => judge("ok"), 2: () => judge("unclear"), 3: () => judge("wrong"),
  r: () => change(90, 1), "+": () => change(0, Math.SQRT2), "=": () => change(0, Math.SQRT2), "-": () => change(0, Math.SQRT1_2),
  b: () => say("Tandai dulu yang kabur atau keliru."),
  "?": () => { const list = document.getElementById("daftar-pintasan"); if (list) list.open = !list.open; },
};

document.addEventListener("keydown", (event) => {
  if (keysOff() || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input:not([type=radio], [type=checkbox]), textarea, select")) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const key = event.key.toLowerCase();
  if (key === "enter" && event.target.closest("a, button, summary, input")) return;
  const button = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (button && !button.disabled && !button.hidden) { event.preventDefault(); button.click(); return; }
  if (form || !"123b".includes(key)) { if (keys[key]) { event.preventDefault(); keys[key](); } }
});

document.addEventListener("click", (event) => {
  const go = event.target.closest("[data-go]"), zoom = event.target.closest("[data-zoom]");
  if (go) { event.preventDefault(); show(Number(go.dataset.go)); }
  else if (zoom?.matches("button")) change(0, zoom.dataset.zoom === "1" ? Math.SQRT2 : Math.SQRT1_2);
  else if (event.target.closest("[data-rotate]")) change(90, 1);
});

if (form) {
  document.documentElement.classList.add("js");
  rows().forEach(paint);
  form.addEventListener("input", (event) => {
    const row = event.target.closest(".verdict-row");
    if (!row) return;
    if (event.target.matches("select")) row.dataset.chosen = "";
    settle(row);
  });
  form.addEventListener("submit", guard);
  addEventListener("pageshow", () => form.querySelectorAll("button").forEach((one) => { one.disabled = false; }));
  balance();
}
document.querySelectorAll(".tools").forEach((tools) => { tools.hidden = false; });
document.querySelectorAll(".shot img").forEach((image) => image.addEventListener("load", () => fit(image)));
addEventListener("resize", () => docs[now]?.querySelectorAll("img").forEach(fit));
const off = document.getElementById("pintasan");
if (off) {
  const word = () => { off.textContent = keysOff() ? "Nyalakan pintasan" : "Matikan pintasan"; };
  off.hidden = false;
  off.addEventListener("click", () => { localStorage.setItem("tuntas-keys", keysOff() ? "on" : "off"); word(); });
  word();
}
show(0);
document.querySelector(".errors")?.focus();
