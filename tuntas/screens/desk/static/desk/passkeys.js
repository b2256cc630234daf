// Passkeys: asks the browser for a key and sends what it answers with the form. Forms stay hidden where there are none.
"use strict";
(() => {
  if (!window.PublicKeyCredential) return;

  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  // The server speaks base64url where the browser wants bytes.
  const readable = (options) => {
    const key = { ...options.publicKey, challenge: bytes(options.publicKey.challenge) };
    if (key.user) key.user = { ...key.user, id: bytes(key.user.id) };
    for (const list of ["excludeCredentials", "allowCredentials"])
      if (key[list]) key[list] = key[list].map((one) => ({ ...one, id: bytes(one.id) }));
    return { publicKey: key };
  };

  const answer = (credential) => {
    const response = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"])
      if (credential.response[name]) response[name] = text(credential.response[name]);
    if (credential.response.getTransports) response.transports = credential.response.getTransports();
    return JSON.stringify({
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      authenticatorAttachment: credential.authenticatorAttachment,
      clientExtensionResults: credential.getClientExtensionResults(),
      response,
    });
  };

  const fetchOptions = async (form) => {
    const reply = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!reply.ok) throw new Error(reply.statusText);
    return (await reply.json()).request_options;
  };

  const makeKey = (form, options) => {
    const wanted = options.publicKey.authenticatorSelection;
    if (form.elements.passwordless && form.elements.passwordless.checked)
      Object.assign(wanted, { residentKey: "required", requireResidentKey: true, userVerification: "required" });
    return navigator.credentials.create(readable(options));
  };

  const fill = async (form) => {
    const kind = form.dataset.passkey;
    const options =
      kind === "login" ? await fetchOptions(form) : JSON.parse(document.getElementById(form.dataset.options).textContent);
    const credential = kind === "create" ? await makeKey(form, options) : await navigator.credentials.get(readable(options));
    form.elements.credential.value = answer(credential);
    form.submit();
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const said = form.querySelector("[role=alert]");
    form.hidden = false;
    form.querySelector("button").addEventListener("click", () => {
      said.hidden = true;
      fill(form).catch(() => { said.hidden = false; });
    });
  }
})();
