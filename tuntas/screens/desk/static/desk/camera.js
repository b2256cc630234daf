// A camera at the counter: the picture goes the same way as a chosen file.
"use strict";
(() => {
  const box = document.getElementById("kamera"), video = box.querySelector("video"), told = box.querySelector(".err");
  let input, stream;

  async function open(wanted) {
    input = wanted;
    told.textContent = "";
    box.showModal();
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { width: { ideal: 2560 }, height: { ideal: 1440 } } });
      video.srcObject = stream;
    } catch {
      told.textContent = "Kamera tidak dapat dibuka. Periksa izinnya, atau unggah hasil pindai.";
    }
  }

  function close() {
    stream?.getTracks().forEach((track) => track.stop());
    stream = null;
    video.srcObject = null;
    if (box.open) box.close();
    input?.focus();
  }

  function shoot() {
    if (!video.videoWidth) return;
    const canvas = document.createElement("canvas");
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    canvas.getContext("2d").drawImage(video, 0, 0);
    canvas.toBlob((blob) => {
      const given = new DataTransfer();
      given.items.add(new File([blob], "kamera.jpg", { type: "image/jpeg" }));
      input.files = given.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
      close();
    }, "image/jpeg", 0.85);
  }

  if (!navigator.mediaDevices?.getUserMedia) return;
  document.querySelectorAll(".upload").forEach((place) => {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "btn plain", textContent: "Pakai kamera" });
    button.addEventListener("click", () => open(place.querySelector("[type=file]")));
    place.after(button);
  });
  box.querySelector("[data-shoot]").addEventListener("click", shoot);
  box.querySelector("[data-close]").addEventListener("click", close);
  box.addEventListener("close", close);
})();
