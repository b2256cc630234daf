// One press is enough; coming back with the back button makes the button work again.
const form = document.getElementById("kirim");
form.addEventListener("submit", () => setTimeout(() => { form.querySelector("button").disabled = true; }));
addEventListener("pageshow", () => { form.querySelector("button").disabled = false; });
