// Asks the browser for news of the desk; permission only after a press, and nothing happens without support.
"use strict";
const button = document.getElementById("nyalakan"), place = document.getElementById("hasil");
const say = (text) => { place.textContent = text; };
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));

async function turnOn() {
  if (await Notification.requestPermission() !== "granted") return say(button.dataset.denied);
  const worker = await navigator.serviceWorker.register(button.dataset.worker);
  await navigator.serviceWorker.ready.catch(() => null);
  const made = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(button.dataset.key) });
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  const answer = await fetch(button.dataset.address, {
    method: "POST", headers: { "Content-Type": "application/json", "X-CSRFToken": token }, body: JSON.stringify(made),
  });
  say((await answer.json()).message);
}

if (button && "serviceWorker" in navigator && "PushManager" in window && "Notification" in window) {
  button.hidden = false;
  say("");
  button.addEventListener("click", () => { button.disabled = true; turnOn().catch(() => say(button.dataset.failed)).finally(() => { button.disabled = false; }); });
}
