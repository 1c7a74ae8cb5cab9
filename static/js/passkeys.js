// A passkey is made or used by the browser; the page's button asks it, and the form sends the answer. The options come
// from the server as JSON with base64url where the browser wants bytes.
const options = () => JSON.parse(document.getElementById("passkey-data").textContent);

function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function text(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

const known = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

async function create() {
  const { publicKey } = options().creation_options;
  const made = await navigator.credentials.create({
    publicKey: {
      ...publicKey,
      challenge: bytes(publicKey.challenge),
      user: { ...publicKey.user, id: bytes(publicKey.user.id) },
      excludeCredentials: known(publicKey.excludeCredentials),
    },
  });
  const { response } = made;
  return answer(made, {
    clientDataJSON: text(response.clientDataJSON),
    attestationObject: text(response.attestationObject),
    transports: response.getTransports?.() ?? [],
  });
}

async function get() {
  const { publicKey } = options().request_options;
  const used = await navigator.credentials.get({
    publicKey: { ...publicKey, challenge: bytes(publicKey.challenge), allowCredentials: known(publicKey.allowCredentials) },
  });
  const { response } = used;
  return answer(used, {
    clientDataJSON: text(response.clientDataJSON),
    authenticatorData: text(response.authenticatorData),
    signature: text(response.signature),
    userHandle: response.userHandle ? text(response.userHandle) : null,
  });
}

function answer(credential, response) {
  const extensions = credential.getClientExtensionResults();
  const { id, type, authenticatorAttachment } = credential;
  return { id, rawId: text(credential.rawId), type, authenticatorAttachment, response, clientExtensionResults: extensions };
}

// Until this has been loaded a press would do nothing and say nothing: the page brings the button switched off.
function ready() {
  for (const button of document.querySelectorAll("[data-passkey]")) button.disabled = false;
}
ready();
document.addEventListener("nsp:load", ready);

document.addEventListener("click", async (event) => {
  const button = event.target instanceof Element ? event.target.closest("[data-passkey]") : null;
  if (!button) return;
  const form = button.form;
  const told = form.querySelector("[data-passkey-error]");
  told.hidden = true;
  try {
    const made = await (button.dataset.passkey === "create" ? create() : get());
    form.querySelector("[data-passkey-answer]").value = JSON.stringify(made);
    form.submit();
  } catch {
    told.hidden = false;
  }
});
