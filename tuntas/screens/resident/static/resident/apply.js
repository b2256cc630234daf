// The form, one screen at a time: keeps what is typed, shrinks photos on the phone, sends them piece by piece.
"use strict";
const form = document.getElementById("isian");
const screens = [...form.querySelectorAll("[data-screen]")];
const bars = [...document.querySelectorAll("#batang li")];
const forward = document.getElementById("maju"), back = document.getElementById("mundur");
const saved = document.getElementById("tersimpan"), step = document.getElementById("langkah");
const lead = step.textContent.trim();
const PIECE = 32 * 1024, LONGEST = 1600, QUALITY = 0.6;
let now = 0;

// ---- screens ----
function show(index, { focus = true } = {}) {
  now = Math.max(0, Math.min(index, screens.length - 1));
  screens.forEach((screen, at) => { screen.hidden = at !== now; });
  bars.forEach((bar, at) => { bar.className = at < now ? "past" : at === now ? "now" : ""; });
  step.textContent = `${lead} · ${step.dataset.word.replace("#", now + 1)}`;
  back.hidden = now === 0;
  forward.querySelector("span").textContent = now === screens.length - 1 ? forward.dataset.last : forward.dataset.next;
  if (!focus) return;
  const title = screens[now].querySelector("h1, h2");
  title.tabIndex = -1;
  title.focus({ preventScroll: true });
  scrollTo(0, 0);
}

// ---- questions that depend on others ----
function valueOf(name) {
  const field = form.elements[name];
  return field ? String(field.value ?? "").toLowerCase() : "";
}

function settle() {
  form.querySelectorAll("[data-watch]").forEach((part) => {
    part.hidden = !part.dataset.values.toLowerCase().split("|").includes(valueOf(part.dataset.watch));
  });
}

// ---- errors beside their fields ----
function clearErrors(screen) {
  screen.querySelectorAll("[data-said]").forEach((one) => one.remove());
  screen.querySelectorAll(".bad").forEach((one) => one.classList.remove("bad"));
  screen.querySelectorAll("[aria-invalid]").forEach((one) => one.removeAttribute("aria-invalid"));
}

function placeOf(name) {
  for (let part = name; part; part = part.slice(0, Math.max(0, part.lastIndexOf(".")))) {
    const found = form.elements[part] || form.elements[`${part}.day`] || form.elements[`${part}.month`] || document.getElementById(part);
    if (found) return found instanceof RadioNodeList ? found[0] : found;
  }
  return null;
}

function complain(errors) {
  clearErrors(screens[now]);
  let first = null;
  for (const [name, message] of Object.entries(errors)) {
    const place = placeOf(name);
    if (!place || !screens[now].contains(place) || place.closest("[hidden]")) continue;
    const box = place.closest(".field, .photo, .pick") || place.parentElement;
    const note = document.createElement("span");
    note.className = "err";
    note.dataset.said = "";
    note.id = `${name}-js`;
    note.textContent = message;
    if (box.matches(".photo")) box.querySelector("h3").after(note);
    else (box.querySelector("legend, label") || box).after(note);
    box.classList.add("bad");
    place.setAttribute("aria-invalid", "true");
    place.setAttribute("aria-describedby", note.id);
    first ??= place;
  }
  if (first) { first.focus(); first.closest(".field, .photo")?.scrollIntoView({ block: "center" }); }
  return Boolean(first);
}

// ---- keeping the draft ----
async function keep() {
  const data = new FormData(form);
  for (const [name, value] of [...data.entries()]) if (value instanceof File) data.delete(name);
  const answer = await fetch(form.dataset.save, { method: "POST", body: data, headers: { Accept: "application/json" } });
  if (answer.status === 409) { location.reload(); return {}; }
  if (!answer.ok) throw new Error(String(answer.status));
  const time = new Date().toLocaleTimeString("id-ID", { hour: "2-digit", minute: "2-digit" });
  saved.textContent = `Isian tersimpan pukul ${time}. Boleh dilanjutkan nanti.`;
  return (await answer.json()).errors;
}

async function keepQuietly() {
  try { return await keep(); } catch { saved.textContent = "Belum ada sinyal. Isian Anda masih ada di layar ini."; return null; }
}

let waiting;
form.addEventListener("change", () => {
  settle();
  clearTimeout(waiting);
  waiting = setTimeout(keepQuietly, 1500);
});

// ---- photos ----
async function shrink(file) {
  if (!file.type.startsWith("image/") || !self.createImageBitmap) return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const factor = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * factor);
    canvas.height = Math.round(picture.height * factor);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const small = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
    return small && small.size < file.size ? small : file;
  } catch { return file; }
}

const token = () => form.elements.csrfmiddlewaretoken.value;
const pause = (time) => new Promise((done) => setTimeout(done, time));

async function open(blob) {
  const body = new FormData();
  body.set("size", blob.size);
  body.set("csrfmiddlewaretoken", token());
  const answer = await fetch(form.dataset.upload, { method: "POST", body });
  if (!answer.ok) throw Object.assign(new Error("refused"), { said: (await answer.json()).message });
  return answer.headers.get("Location");
}

// Sends piece by piece; a lost signal waits longer each time and goes on where it stopped.
async function sendPieces(blob, progress) {
  let place, offset = 0;
  for (let tries = 0; ;) {
    try {
      place ??= await open(blob);
      const piece = blob.slice(offset, offset + PIECE);
      const answer = await fetch(place, {
        method: "PATCH", body: piece,
        headers: { "Upload-Offset": offset, "Content-Type": "application/offset+octet-stream", "X-CSRFToken": token() },
      });
      const told = await answer.json();
      if (answer.status === 409) { offset = told.received; continue; }
      if (answer.status === 422 || answer.status === 404) throw Object.assign(new Error("refused"), { said: told.message });
      if (!answer.ok) throw new Error(String(answer.status));
      tries = 0;
      if (told.upload) return told;
      offset = told.received;
      progress(offset / blob.size);
    } catch (error) {
      if (error.said) throw error;
      tries += 1;
      progress(offset / blob.size, true);
      await Promise.race([pause(Math.min(30000, 1000 * 2 ** tries)), new Promise((done) => addEventListener("online", done, { once: true }))]);
    }
  }
}

function state(box, tone, text) {
  box.className = `photo ${tone}`;
  box.querySelectorAll(".err").forEach((one) => one.remove());
  const shown = document.createElement("span");
  shown.className = `badge ${tone}`;
  shown.textContent = text;
  box.querySelector("[data-state]").replaceChildren(shown);
}

function listKept(box, upload) {
  const code = box.dataset.photo;
  const row = document.createElement("li");
  row.className = "row";
  const hidden = Object.assign(document.createElement("input"), { type: "hidden", name: `kept.${code}`, value: upload });
  const name = Object.assign(document.createElement("span"), { className: "grow", textContent: `Foto ${box.querySelectorAll("[data-kept] li").length + 1}` });
  const drop = Object.assign(document.createElement("button"), { type: "button", className: "btn plain", textContent: "Hapus foto ini" });
  drop.addEventListener("click", () => { row.remove(); if (!box.querySelector("[data-kept] li")) state(box, "", "Belum ada foto"); keepQuietly(); });
  row.append(hidden, name, drop);
  box.querySelector("[data-kept]").append(row);
}

let sending = 0;
async function take(input) {
  const box = input.closest("[data-photo]");
  const files = [...input.files];
  input.value = "";
  for (const file of files) {
    sending += 1;
    state(box, "busy", "Sedang mengirim");
    try {
      const blob = await shrink(file);
      const told = await sendPieces(blob, (part, lost) => state(box, "busy", lost ? "Sinyal lemah, kami lanjutkan sendiri" : `Sedang mengirim, ${Math.round(part * 100)}%`));
      listKept(box, told.upload);
      state(box, told.verdict === "good" ? "ok" : "warn", told.verdict === "good" ? "Foto jelas" : "Tulisan kurang jelas. Ulangi, atau tetap pakai foto ini.");
      keepQuietly();
    } catch (error) {
      state(box, "no", error.said || "Foto belum terkirim. Coba lagi.");
    } finally { sending -= 1; }
  }
}

form.addEventListener("change", (event) => { if (event.target.type === "file") take(event.target); });

// ---- moving on ----
form.addEventListener("submit", async (event) => {
  if (event.submitter && event.submitter.value === "keep") return;
  event.preventDefault();
  forward.disabled = true;
  while (sending) { saved.textContent = "Menunggu foto selesai terkirim …"; await pause(400); }
  const errors = await keepQuietly();
  forward.disabled = false;
  if (errors && complain(errors)) return;
  if (now < screens.length - 1) { history.pushState({ now: now + 1 }, "", `#layar-${now + 2}`); show(now + 1); return; }
  if (!errors) return;
  const missing = screens.findIndex((screen) => Object.keys(errors).some((name) => { const place = placeOf(name); return place && screen.contains(place); }));
  if (missing < 0) { location.href = form.dataset.save.replace("simpan", "periksa"); return; }
  show(missing);
  complain(errors);
});
back.addEventListener("click", () => { show(now - 1); history.replaceState({ now }, "", `#layar-${now + 1}`); });
addEventListener("popstate", () => show(fromAddress()));
const fromAddress = () => (Number(location.hash.replace("#layar-", "")) || 1) - 1;

document.getElementById("batang").hidden = false;
form.querySelectorAll("[data-only]").forEach((one) => one.remove());
form.querySelectorAll("[name^='drop.']").forEach((one) => {
  const row = one.closest("li");
  one.closest("label").replaceWith(Object.assign(document.createElement("button"), { type: "button", className: "btn plain", textContent: "Hapus foto ini", onclick: () => { row.remove(); keepQuietly(); } }));
});
settle();
const wrong = document.querySelector(".errors a");
const at = wrong ? screens.findIndex((screen) => screen.contains(placeOf(decodeURIComponent(wrong.hash.slice(1))))) : fromAddress();
show(at < 0 ? 0 : at, { focus: false });
document.querySelectorAll(".errors a").forEach((link) => link.addEventListener("click", () => {
  const place = placeOf(decodeURIComponent(link.hash.slice(1)));
  const target = screens.findIndex((screen) => screen.contains(place));
  if (target >= 0) show(target, { focus: false });
  if (place) place.focus();
}));
