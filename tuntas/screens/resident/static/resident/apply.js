// The form, one screen at a time: keeps what is typed, says what is missing where it stands, goes on with the back button.
"use strict";
const form = document.getElementById("isian");
const screens = [...form.querySelectorAll("[data-screen]")];
const bars = [...document.querySelectorAll("#batang li")];
const forward = document.getElementById("maju"), back = document.getElementById("mundur");
const saved = document.getElementById("tersimpan"), step = document.getElementById("langkah");
const mending = new URLSearchParams(location.search).has("ubah"); // one answer, from the page that shows them all
const title = document.title.replace(/^Galat: /, "");
let now = 0;

// ---- screens ----
function show(index, { focus = true } = {}) {
  now = Math.max(0, Math.min(index, screens.length - 1));
  screens.forEach((screen, at) => { screen.hidden = at !== now; });
  bars.forEach((bar, at) => { bar.className = at < now ? "past" : at === now ? "now" : ""; });
  step.textContent = step.dataset.word.replace("#", now + 1);
  back.hidden = now === 0;
  forward.querySelector("span").textContent = mending || now === screens.length - 1 ? forward.dataset.last : forward.dataset.next;
  if (!focus) return;
  const heading = screens[now].querySelector("h1:not(.vh), h2");
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  scrollTo(0, 0);
}

const screenOf = (place) => place ? screens.findIndex((screen) => screen.contains(place)) : -1;

// "#layar-3" is a screen, "#answers.purpose" a field.
function go() {
  const name = decodeURIComponent(location.hash.slice(1));
  const place = name && !name.startsWith("layar-") ? placeOf(name) : null;
  show(place ? screenOf(place) : (Number(name.slice(6)) || 1) - 1, { focus: false });
  if (place) place.focus();
}

// ---- questions that depend on others ----
function settle() {
  form.querySelectorAll("[data-watch]").forEach((part) => {
    const value = String(form.elements[part.dataset.watch]?.value ?? "").toLowerCase();
    part.hidden = !part.dataset.values.toLowerCase().split("|").includes(value);
  });
}

// ---- what is missing ----
function placeOf(name) {
  for (let part = name; part; part = part.slice(0, Math.max(0, part.lastIndexOf(".")))) {
    const found = form.elements[part] || form.elements[`${part}.day`] || form.elements[`${part}.month`];
    if (found) return found instanceof RadioNodeList ? found[0] : found;
  }
  return null;
}

function forgive(box) {
  [...box.querySelectorAll(".err"), box.previousElementSibling].forEach((one) => { if (one?.matches(".err")) one.remove(); });
  box.classList.remove("bad");
  box.querySelectorAll("[aria-invalid]").forEach((one) => {
    one.removeAttribute("aria-invalid");
    const hint = box.querySelector(".hint")?.id;
    if (hint) one.setAttribute("aria-describedby", hint); else one.removeAttribute("aria-describedby");
  });
}

function blame(place, name, message) {
  const box = place.closest(".photo") || place.closest(".field") || place.closest(".pick");
  const note = Object.assign(document.createElement("span"), { className: "err", id: `${name}-e`, textContent: message });
  const before = box.matches(".photo") ? box.querySelector("[data-state]") : null;
  if (before) before.before(note);
  else if (box.matches(".pick")) box.before(note);
  else (box.querySelector(":scope > .hint") || box.querySelector("legend, label")).after(note);
  box.classList.add(box.matches(".photo") ? "no" : "bad");
  const boxes = place.type === "radio" || !place.name.startsWith(`${name}.`) ? [place] : form.querySelectorAll(`[name^="${CSS.escape(name)}."]`);
  boxes.forEach((one) => {
    one.setAttribute("aria-invalid", "true");
    one.setAttribute("aria-describedby", [box.querySelector(":scope > .hint")?.id, note.id].filter(Boolean).join(" "));
  });
}

function clear() {
  document.querySelectorAll(".errors").forEach((one) => one.remove());
  form.querySelectorAll(".bad, .photo").forEach((box) => { if (box.querySelector(".err")) forgive(box); });
  form.querySelectorAll(".err").forEach((one) => one.remove());
  document.title = title;
}

// The summary at the top and each message beside its field. True if this screen needs work.
function complain(errors) {
  clear();
  const found = Object.entries(errors).map(([name, message]) => ({ name, message, place: placeOf(name) }))
    .filter(({ name, place }) => place && screens[now].contains(place) && !place.closest("[hidden]") && !Photos.isSending(name.replace("files.", "")));
  if (!found.length) return false;
  found.forEach(({ name, message, place }) => blame(place, name, message));
  const box = Object.assign(document.createElement("div"), { className: "errors stack-s", tabIndex: -1 });
  box.setAttribute("role", "alert");
  const heading = Object.assign(document.createElement("h2"), { textContent: `Ada ${found.length} hal yang perlu diperbaiki` });
  const list = document.createElement("ul");
  found.forEach(({ name, message }) => {
    const row = document.createElement("li");
    row.append(Object.assign(document.createElement("a"), { href: `#${name}`, textContent: message }));
    list.append(row);
  });
  box.append(heading, list);
  form.before(box);
  document.title = `Galat: ${title}`;
  box.focus({ preventScroll: true });
  scrollTo(0, box.getBoundingClientRect().top + scrollY - 16);
  return true;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest(".errors a");
  const place = link && placeOf(decodeURIComponent(link.hash.slice(1)));
  if (!place) return;
  event.preventDefault();
  if (screenOf(place) !== now) show(screenOf(place), { focus: false });
  place.focus();
  place.closest(".field, .photo")?.scrollIntoView({ block: "center" });
});

// ---- keeping the draft: one save after the other, so that an old one never wins ----
let line = Promise.resolve(), changed = false;
async function keep(traits) {
  changed = false;
  // As pairs: in parts each answer would carry a head three times its size. Photos go their own way.
  const data = new URLSearchParams([...new FormData(form)].filter(([, value]) => !(value instanceof File)));
  const answer = await fetch(form.dataset.save, { method: "POST", body: data, headers: { Accept: "application/json" }, ...traits });
  if (answer.status === 409) { location.reload(); return {}; }
  if (!answer.ok) throw new Error(String(answer.status));
  const time = new Date().toLocaleTimeString("id-ID", { hour: "2-digit", minute: "2-digit" });
  const { errors } = await answer.json();
  saved.textContent = errors[""] || `Isian tersimpan pukul ${time}. Boleh dilanjutkan nanti.`;
  return errors;
}

function keepQuietly(traits) {
  line = line.then(() => keep(traits)).catch((error) => {
    changed = true;
    saved.textContent = error instanceof TypeError ? "Belum ada sinyal. Isian Anda masih ada di layar ini." : "Kantor belum menjawab. Isian Anda masih ada di layar ini.";
    return null;
  });
  return line;
}

function isTyped(one) {
  if (one.options) return [...one.options].some((option) => option.value && option.selected !== option.defaultSelected);
  if (one.type === "checkbox" || one.type === "radio") return one.checked !== one.defaultChecked;
  return "defaultValue" in one && one.type !== "file" && one.value !== one.defaultValue;
}

let waiting;
function keepSoon() {
  changed = true;
  clearTimeout(waiting);
  waiting = setTimeout(keepQuietly, 1500);
}
form.addEventListener("change", (event) => { if (event.target.type !== "file") settle(); });
form.addEventListener("input", (event) => {
  const box = event.target.closest(".bad");
  if (box) forgive(box);
  if (event.target.type !== "file") keepSoon();
});
addEventListener("online", () => { if (changed) keepQuietly(); });
document.addEventListener("visibilitychange", () => { if (document.hidden && changed) keepQuietly({ keepalive: true }); });

// ---- moving on ----
function advance() {
  clear();
  history.pushState(null, "", `#layar-${now + 2}`);
  show(now + 1);
}

// The last screen: everything must be there. True when the form is left.
function finish(errors) {
  const missing = Object.keys(errors).map((name) => screenOf(placeOf(name))).filter((at) => at >= 0);
  if (!missing.length) { if (!errors[""]) location.assign(form.dataset.check); return; }
  show(missing[0], { focus: false });
  complain(errors);
}

form.addEventListener("submit", async (event) => {
  if (["keep", "print"].includes(event.submitter?.value)) return;
  event.preventDefault();
  forward.disabled = true;
  clearTimeout(waiting);
  const isLast = mending || now === screens.length - 1;
  if (isLast && Photos.isSending()) { saved.textContent = "Menunggu foto selesai terkirim. Halaman ini lanjut sendiri."; await Photos.settled(); }
  const errors = await keepQuietly();
  forward.disabled = false;
  if (errors && complain(errors)) return;
  if (!isLast) advance();
  else if (errors) finish(errors);
  else forward.focus();
});
back.addEventListener("click", () => { clear(); show(now - 1); history.replaceState(null, "", `#layar-${now + 1}`); });
addEventListener("popstate", () => { clear(); go(); });

document.getElementById("batang").hidden = false;
screens.slice(1).forEach((screen) => { // each screen is a page of its own now
  screen.querySelector("h2").className = "h1";
  screen.prepend(Object.assign(document.createElement("h1"), { className: "vh", textContent: form.querySelector("h1").textContent }));
});
form.querySelectorAll("[data-only]").forEach((one) => one.remove());
Photos.start(form, keepQuietly);
settle();
if ([...form.elements].some(isTyped)) keepSoon(); // on a slow line people type before this script has come
const wrong = document.querySelector(".errors a");
if (wrong) show(Math.max(0, screenOf(placeOf(decodeURIComponent(wrong.hash.slice(1))))), { focus: false });
else go();
