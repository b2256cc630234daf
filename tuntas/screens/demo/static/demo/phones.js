// Keeps the phones fresh and sends without reloading; without this file the same forms reload the page.
"use strict";
const PAUSE = 1500;
const phones = [...document.querySelectorAll("[data-phone]")];

function toEnd(phone) {
  const talk = phone.querySelector("[data-talk]");
  talk.scrollTop = talk.scrollHeight;
}

async function refresh(phone) {
  const answer = await fetch(phone.dataset.phone, { headers: { "X-Requested-With": "fetch" } });
  if (!answer.ok) return;
  const html = await answer.text();
  const talk = phone.querySelector("[data-talk]");
  const lines = (text) => (text.match(/<li/g) || []).length;
  if (phone.shown === html.replace(/value="[^"]{60,}"/g, "")) return;
  const more = lines(html) !== talk.querySelectorAll("li").length;
  phone.shown = html.replace(/value="[^"]{60,}"/g, "");
  talk.innerHTML = html;
  if (more) toEnd(phone);
}

async function send(phone, form, button) {
  const data = new FormData(form);
  if (button && button.name) {
    data.set(button.name, button.value);
    data.set("title", button.dataset.title || "");
  }
  form.reset();
  const answer = await fetch(form.action, { method: "POST", body: data, redirect: "manual" });
  if (answer.type !== "opaqueredirect" && !answer.ok) { location.reload(); return; }
  await refresh(phone);
}

phones.forEach((phone) => {
  toEnd(phone);
  phone.addEventListener("submit", (event) => {
    event.preventDefault();
    send(phone, event.target, event.submitter).catch(() => event.target.submit());
  });
});

async function round() {
  if (!document.hidden) {
    for (const phone of phones) await refresh(phone).catch(() => {});
  }
  setTimeout(round, PAUSE);
}
setTimeout(round, PAUSE);
