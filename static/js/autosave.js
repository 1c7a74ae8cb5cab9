// A draft that saves itself: <form data-autosave-url="…"> is posted there at most two seconds after typing, when a
// field is left, and on the way out. The server answers 2xx, with JSON {"saved": "14.32"} where it names the time.
// What happened is said in words in [data-save-status], whose sentences come from the template.
const AFTER = 1200;
const AGAIN = 10_000;

function start() {
  for (const form of document.querySelectorAll("form[data-autosave-url]")) keep(form);
}
start();
document.addEventListener("nsp:load", start); // forms.js has put a page in the place of this one

function keep(form) {
  const status = form.querySelector("[data-save-status]") ?? document.querySelector("[data-save-status]");
  let timer = 0;
  let sending = null;
  let sent = snapshot(form);

  function say(state, time = "") {
    if (!status) return;
    status.dataset.state = state;
    status.textContent = (status.dataset[camel(state)] ?? "").replace("{time}", time);
  }

  // Counts what the page sends, so that a save that is overtaken on its way changes nothing.
  function turn() {
    if (form.elements.turn) form.elements.turn.value = String(Number(form.elements.turn.value) + 1);
  }

  async function save(options = {}) {
    clearTimeout(timer);
    if (form.dataset.sent) return; // forms.js is sending it
    turn();
    const body = new FormData(form);
    const now = text(body);
    if (now === sent || (sending && !options.keepalive)) {
      if (sending) timer = setTimeout(save, AFTER);
      return;
    }
    say("saving");
    sending = fetch(form.dataset.autosaveUrl, { method: "POST", body, redirect: "manual", headers: { "X-Autosave": "1", Accept: "application/json" }, ...options });
    try {
      const answer = await sending;
      if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) return say("signed-out");
      if (answer.status === 409) return say("changed"); // sent or answered elsewhere: trying again would not help
      if (!answer.ok) throw new Error(String(answer.status));
      sent = now;
      const told = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
      // The first save may give the draft its number and its own address.
      if (told.version && form.elements.version) form.elements.version.value = told.version;
      if (told.url) form.dataset.autosaveUrl = told.url;
      say("saved", told.saved ?? clock());
      if (text(new FormData(form)) === sent) form.dispatchEvent(new CustomEvent("nsp:saved", { bubbles: true }));
      else timer = setTimeout(save, AFTER);
    } catch {
      say("failed");
      timer = setTimeout(save, AGAIN);
    } finally {
      sending = null;
    }
  }

  form.addEventListener("input", () => {
    if (!sending) say("unsaved");
    clearTimeout(timer);
    timer = setTimeout(save, AFTER);
  });
  form.addEventListener("change", () => save());
  form.addEventListener("focusout", () => save());
  form.addEventListener("submit", () => { clearTimeout(timer); turn(); });
  window.addEventListener("online", () => save());
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") save({ keepalive: true }); });
  document.addEventListener("nsp:hide", (event) => event.detail?.push(save({ keepalive: true })));
}

// What is compared: neither the token nor the version, which the server changes, nor the count of what was sent.
function text(data) {
  const parts = [...data].filter(([name]) => name !== "csrfmiddlewaretoken" && name !== "version" && name !== "turn");
  return JSON.stringify(parts.map(([name, value]) => [name, String(value)]));
}

function snapshot(form) {
  return text(new FormData(form));
}

function camel(state) {
  return state.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
}

function clock() {
  const time = new Intl.DateTimeFormat("sv", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/Stockholm" }).format(new Date());
  return document.documentElement.lang === "sv" ? time.replace(":", ".") : time;
}

const strip = document.querySelector("[data-offline]");
function connection() { if (strip) strip.hidden = navigator.onLine; }
window.addEventListener("online", connection);
window.addEventListener("offline", connection);
connection();
