// The workbench by keyboard: one photo at a time, a verdict moves on to the next, A approves, B sends back.
"use strict";
const docs = [...document.querySelectorAll(".doc")];
const links = [...document.querySelectorAll("[data-go]")];
const form = document.getElementById("putusan");
let now = 0;

function show(index) {
  if (!docs.length) return;
  now = Math.max(0, Math.min(index, docs.length - 1));
  docs.forEach((doc, at) => { doc.hidden = at !== now; });
  links.forEach((link, at) => at === now ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current"));
}

function row() {
  return form && docs[now] && [...form.querySelectorAll("[data-doc-row]")].find((one) => one.dataset.item === docs[now].dataset.doc);
}

function paint(holder) {
  const said = holder.querySelector("input:checked");
  holder.classList.toggle("asks", Boolean(said) && said.value !== "ok");
  const label = document.querySelector(`[data-said="${CSS.escape(holder.dataset.item)}"]`);
  if (label && said) label.textContent = said.parentElement.textContent.trim();
  const select = holder.querySelector("select");
  if (said && said.value !== "ok" && !select.value) {
    const fitting = [...select.options].find((option) => option.dataset.says === said.value);
    if (fitting) select.value = fitting.value;
  }
}

function judge(value) {
  const holder = row();
  if (!holder) return;
  const radio = holder.querySelector(`input[value="${value}"]`);
  radio.checked = true;
  paint(holder);
  balance();
  if (value === "ok" && now < docs.length - 1) show(now + 1);
}

// The main button follows the verdicts: something bad makes it "send back".
function balance() {
  const bad = form.querySelectorAll('input[value="unclear"]:checked, input[value="wrong"]:checked').length;
  const go = document.getElementById("setujui"), back = document.getElementById("kembalikan");
  if (go) { go.classList.toggle("alt", bad > 0); go.disabled = bad > 0; }
  if (back) { back.classList.toggle("alt", bad === 0); back.disabled = bad === 0; }
}

function turn(image, degrees, factor) {
  const angle = ((Number(image.dataset.angle) || 0) + degrees) % 360;
  const zoom = Math.max(1, Math.min(4, (Number(image.dataset.zoom) || 1) * factor));
  image.dataset.angle = angle;
  image.dataset.zoom = zoom;
  image.className = `turn-${angle} zoom-${Math.round(Math.log2(zoom) * 2)}`;
}

function change(degrees, factor) {
  if (docs[now]) docs[now].querySelectorAll("img").forEach((image) => turn(image, degrees, factor));
}

const keysOff = () => localStorage.getItem("tuntas-keys") === "off";
const keys = {
  j: () => show(now + 1), k: () => show(now - 1),
  1: () => judge("ok"), 2: () => judge("unclear"), 3: () => judge("wrong"),
  r: () => change(90, 1), "+": () => change(0, Math.SQRT2), "=": () => change(0, Math.SQRT2), "-": () => change(0, Math.SQRT1_2),
  "?": () => { const list = document.getElementById("daftar-pintasan"); if (list) list.open = !list.open; },
};

document.addEventListener("keydown", (event) => {
  if (keysOff() || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input:not([type=radio]), textarea, select")) return;
  const key = event.key.toLowerCase();
  const button = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (key === "enter" && event.target.closest("a, button")) return;
  if (button && !button.disabled) { event.preventDefault(); button.click(); return; }
  if (keys[key]) { event.preventDefault(); keys[key](); }
});

document.addEventListener("click", (event) => {
  const go = event.target.closest("[data-go]");
  if (go) { event.preventDefault(); show(Number(go.dataset.go)); }
  const zoom = event.target.closest("[data-zoom]");
  if (zoom) change(0, zoom.dataset.zoom === "1" ? Math.SQRT2 : Math.SQRT1_2);
  if (event.target.closest("[data-rotate]")) change(90, 1);
});

if (form) {
  document.documentElement.classList.add("js");
  form.querySelectorAll(".verdict-row").forEach(paint);
  form.addEventListener("change", (event) => { const holder = event.target.closest(".verdict-row"); if (holder) { paint(holder); balance(); } });
  form.addEventListener("submit", () => setTimeout(() => form.querySelectorAll("button").forEach((one) => { one.disabled = true; })));
  balance();
}
document.querySelectorAll(".tools").forEach((tools) => { tools.hidden = false; });
const off = document.getElementById("pintasan");
if (off) {
  const word = () => { off.textContent = keysOff() ? "Nyalakan pintasan" : "Matikan pintasan"; };
  off.hidden = false;
  off.addEventListener("click", () => { localStorage.setItem("tuntas-keys", keysOff() ? "on" : "off"); word(); });
  word();
}
show(0);
