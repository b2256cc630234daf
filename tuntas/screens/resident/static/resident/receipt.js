// The receipt as a picture in the phone's gallery; the drawing never leaves the phone.
"use strict";
const ticket = document.querySelector(".ticket"), button = document.getElementById("simpan-gambar");

function draw() {
  const style = getComputedStyle(ticket), qr = ticket.querySelector(".qr");
  const canvas = Object.assign(document.createElement("canvas"), { width: 900, height: 620 });
  const pen = canvas.getContext("2d");
  const write = (text, y, font) => { pen.font = `${font} ${style.fontFamily}`; pen.fillText(text, 48, y); };
  pen.fillStyle = style.backgroundColor;
  pen.fillRect(0, 0, 900, 620);
  pen.fillStyle = style.color;
  write(button.dataset.title, 70, "700 34px");
  ticket.querySelectorAll("dl > div").forEach((row, at) => {
    write(row.querySelector("dt").textContent, 140 + at * 110, "26px");
    write(row.querySelector("dd").textContent, 192 + at * 110, at < 2 ? "700 50px" : "34px");
  });
  write(button.dataset.address, 590, "26px");
  const size = Number(qr.getAttribute("viewBox").split(" ")[2]);
  pen.fillRect(596, 240, 260, 260);
  pen.translate(596, 240);
  pen.scale(260 / size, 260 / size);
  pen.strokeStyle = "#000";
  pen.stroke(new Path2D(qr.querySelector("path").getAttribute("d")));
  return canvas;
}

button.hidden = false;
button.addEventListener("click", () => draw().toBlob((blob) => {
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: `tuntas-${button.dataset.receipt}.png` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}));
