// The slip goes to the printer by one key.
"use strict";
const button = document.getElementById("cetak");
button.hidden = false;
button.addEventListener("click", () => print());
button.focus();
