// Counts the ticked letters on the button, so that it says what it will do.
const form = document.getElementById("tanda-tangan");
if (form) {
  const show = () => {
    form.querySelector("[data-count]").textContent = form.querySelectorAll(".tick:checked").length || "";
  };
  form.addEventListener("change", show);
  form.addEventListener("submit", () => { form.querySelector("button.btn").disabled = true; });
  show();
}
