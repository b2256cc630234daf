// Photos of the form: made smaller on the phone, sent piece by piece, continued where the signal was lost.
"use strict";
const Photos = (() => {
  const PIECE = 32 * 1024, LONGEST = 1600, QUALITY = 0.6;
  const pause = (time) => new Promise((done) => setTimeout(done, time));
  const signal = () => new Promise((done) => addEventListener("online", done, { once: true }));
  const make = (tag, traits, ...inside) => {
    const made = Object.assign(document.createElement(tag), traits);
    made.append(...inside);
    return made;
  };
  let form, changed, sending = 0;

  async function shrink(file) {
    if (!file.type.startsWith("image/") || !self.createImageBitmap) return file;
    try {
      const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
      const factor = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
      const canvas = make("canvas", { width: Math.round(picture.width * factor), height: Math.round(picture.height * factor) });
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      picture.close();
      const small = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
      return small && small.size < file.size ? small : file;
    } catch { return file; } // what this browser cannot open, the office may
  }

  async function announce(blob) {
    const body = new FormData();
    body.set("size", blob.size);
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    const answer = await fetch(form.dataset.upload, { method: "POST", body });
    if (!answer.ok) await refuse(answer);
    return answer.headers.get("Location");
  }

  // A sentence of the office ends the try; anything else is a bad signal and is tried again.
  async function refuse(answer) {
    const told = answer.status === 422 || answer.status === 404 ? await answer.json() : {};
    throw Object.assign(new Error(String(answer.status)), { said: told.message });
  }

  async function sendPieces(blob, show) {
    const parts = Math.ceil(blob.size / PIECE);
    let place, offset = 0, tries = 0;
    for (;;) {
      try {
        place ??= await announce(blob);
        const answer = await fetch(place, {
          method: "PATCH", body: blob.slice(offset, offset + PIECE),
          headers: { "Upload-Offset": offset, "Content-Type": "application/offset+octet-stream", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
        });
        if (!answer.ok && answer.status !== 409) await refuse(answer);
        const told = await answer.json();
        tries = 0;
        if (told.upload) return told;
        offset = told.received;
        show(Math.ceil(offset / PIECE), parts, false);
      } catch (error) {
        if (error.said) throw error;
        tries += 1;
        show(Math.ceil(offset / PIECE), parts, true);
        await Promise.race([pause(Math.min(30000, 500 * 2 ** tries)), signal()]);
      }
    }
  }

  const rows = (box) => [...box.querySelectorAll("[data-kept] li")];

  // What the box says: under way, unclear, clear, or nothing yet.
  function paint(box) {
    const kept = rows(box), advice = kept.map((row) => row.dataset.advice).find(Boolean) || "";
    const busy = box.querySelector("[data-under-way]");
    const tone = busy ? "busy" : advice ? "warn" : kept.length ? "ok" : box.querySelector(".err") ? "no" : "";
    box.className = `photo ${tone}`;
    const word = { busy: "Sedang mengirim", warn: "Tulisan kurang jelas", ok: "Foto jelas" }[tone];
    const state = box.querySelector("[data-state]");
    if (state.textContent.trim() !== (word || "")) {
      state.replaceChildren(...(word ? [make("span", { className: `badge ${tone}` }, drawing(tone), ` ${word}`)] : []));
    }
    const said = box.querySelector("p[data-advice]");
    said.textContent = advice;
    said.hidden = !advice || Boolean(busy);
    box.querySelector("[data-word]").textContent = kept.length ? "Tambah foto" : "Ambil foto";
    box.querySelector("[data-bring]").hidden = kept.length > 0 || Boolean(busy);
    kept.forEach((row, at) => { row.querySelector("span").textContent = `Foto ${at + 1}`; });
  }

  const drawing = (tone) => document.getElementById("lambang").content.querySelector(`[data-tone="${tone}"] svg`).cloneNode(true);

  function button(word, name, act) {
    const made = make("button", { type: "button", className: "btn plain", onclick: act }, word);
    made.append(make("span", { className: "vh" }, ` ${name}`));
    return made;
  }

  function give(row) {
    const box = row.closest("[data-photo]"), name = box.querySelector("h3").textContent;
    const again = row.dataset.advice ? "Ulangi foto" : "Ganti foto";
    const acts = make("span", { className: "row" });
    acts.append(button(again, name, () => { box.replaced = row; box.querySelector("[type=file]").click(); }));
    if (row.dataset.advice) acts.append(button("Tetap pakai", name, () => { row.dataset.advice = ""; acts.replaceWith(give(row)); paint(box); }));
    else acts.append(button("Hapus foto", name, () => { row.remove(); paint(box); box.querySelector("[type=file]").focus(); changed(); }));
    return acts;
  }

  function keep(box, told) {
    const hidden = make("input", { type: "hidden", name: `kept.${box.dataset.photo}`, value: told.upload });
    const row = make("li", { className: "row between" }, hidden, make("span", {}));
    row.dataset.advice = told.advice || "";
    if (box.replaced) box.replaced.replaceWith(row); else box.querySelector("[data-kept]").append(row);
    box.replaced = null;
    row.append(give(row));
  }

  function preview(box, blob) {
    if (!blob.type.startsWith("image/")) return;
    const picture = make("img", { className: "thumb", alt: "", src: URL.createObjectURL(blob) });
    picture.addEventListener("load", () => box.querySelector(".thumb").replaceWith(picture));
    picture.addEventListener("load", () => URL.revokeObjectURL(picture.src), { once: true });
  }

  function follow(box) {
    const words = make("p", {}, "Menyiapkan foto"), bar = make("progress", { max: 1, value: 0 });
    bar.setAttribute("aria-label", "Foto yang terkirim");
    const holder = make("div", { className: "stack-s" }, words, bar);
    holder.dataset.underWay = "";
    box.querySelector("[data-kept]").after(holder);
    return [holder, (done, all, lost) => {
      bar.max = all;
      bar.value = done;
      words.textContent = `Terkirim ${done} dari ${all} bagian.${lost ? " Sinyal lemah. Kami lanjutkan sendiri, silakan isi yang lain." : ""}`;
    }];
  }

  async function take(box, file) {
    box.querySelectorAll(".err").forEach((one) => one.remove());
    const [holder, show] = follow(box);
    sending += 1;
    paint(box);
    try {
      const blob = await shrink(file);
      keep(box, await sendPieces(blob, show));
      preview(box, blob);
    } catch (error) {
      box.querySelector("[data-state]").before(make("p", { className: "err", role: "alert" }, error.said));
      box.replaced = null;
    } finally {
      sending -= 1;
      holder.remove();
      paint(box);
      changed();
    }
  }

  // One after the other: a phone has memory for one picture, and the signal for one too.
  async function takeAll(input) {
    const files = [...input.files], box = input.closest("[data-photo]");
    input.value = "";
    for (const file of files) await take(box, file);
  }

  return {
    isSending: (code) => code ? Boolean(form.querySelector(`[data-photo="${code}"] [data-under-way]`)) : sending > 0,
    async settled() { while (sending) await pause(300); },
    start(started, told) {
      form = started;
      changed = told;
      form.querySelectorAll("[data-photo]").forEach((box) => {
        box.querySelector("[type=file]").classList.add("vh");
        rows(box).forEach((row) => { row.querySelector("label").remove(); row.append(give(row)); });
        paint(box);
      });
      form.addEventListener("change", (event) => { if (event.target.type === "file") takeAll(event.target); });
      form.addEventListener("cancel", (event) => { if (event.target.type === "file") event.target.closest("[data-photo]").replaced = null; });
    },
  };
})();
