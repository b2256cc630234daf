// Asks gently whether something new was said, and only while somebody looks.
"use strict";
const log = document.getElementById("percakapan"), news = document.getElementById("baru");
const answer = document.getElementById("jawaban");
let known = null;
log.scrollTop = log.scrollHeight;

async function ask() {
  if (document.hidden) return;
  try {
    const told = await fetch(log.dataset.news, { headers: { Accept: "application/json" } });
    if (!told.ok) return;
    const { messages } = await told.json();
    if (known !== null && messages > known) {
      if (!answer || !answer.value.trim()) location.reload();
      else news.hidden = false;
    }
    known = Math.max(known ?? 0, messages);
  } catch { /* no signal: the next time */ }
}
ask();
setInterval(ask, 10000);
