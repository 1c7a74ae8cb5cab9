// A draft that saves itself: <form data-autosave-url="…"> is posted there at most two seconds after typing, also while
// somebody types on, when a field is left, and on the way out. The server answers 2xx, with JSON {"saved": "14.32"}
// where it names the time. What happened is said in words in [data-save-status], whose sentences come from the template.
const AFTER = 1000;
const AGAIN = 3000;
const GIVE_UP = 8000; // a network that is lost does not say so
const pageOf = document.getElementById("form-texts")?.dataset.pageOf ?? "";
// Counted or given by the page itself, and no words of anybody's.
const OF_THE_PAGE = ["csrfmiddlewaretoken", "version", "turn", "draft_turn", "draft_clean"];

function start() {
  for (const form of document.querySelectorAll("form[data-autosave-url]")) keep(form);
}
start();
document.addEventListener("nsp:load", start); // forms.js has put a page in the place of this one

function keep(form) {
  const status = form.querySelector("[data-save-status]") ?? document.querySelector("[data-save-status]");
  const counter = form.elements.draft_turn ?? form.elements.turn;
  const opened = snapshot(form);
  let timer = 0;
  let sending = null;
  let waits = false; // somebody has typed on for a second, while what they wrote before was on its way
  let sent = opened;

  function say(state, time = "") {
    if (!status) return;
    status.dataset.state = state;
    status.textContent = (status.dataset[camel(state)] ?? "").replace("{time}", time);
  }

  // Counts what the page sends, so that a save that is overtaken on its way changes nothing.
  function turn() {
    if (counter) counter.value = String(Number(counter.value) + 1);
  }

  async function save(options = {}) {
    clearTimeout(timer);
    timer = 0;
    if (form.dataset.sent || !form.isConnected) return; // forms.js is sending it, or has put another in its place
    const now = snapshot(form);
    if (now === sent || (sending && !options.keepalive)) {
      waits = now !== sent;
      return;
    }
    turn();
    const body = new FormData(form);
    const token = cookie("csrftoken") ?? cookie("__Secure-csrf"); // a new one, where somebody signed in again meanwhile
    if (token) body.set("csrfmiddlewaretoken", token);
    if (now === opened && form.elements.draft_turn && !("drafted" in form.dataset)) body.set("draft_clean", "1");
    say("saving");
    const headers = { "X-Autosave": "1", "X-Page-Of": pageOf, Accept: "application/json" };
    sending = fetch(form.dataset.autosaveUrl, { method: "POST", body, redirect: "manual", headers, signal: AbortSignal.timeout(GIVE_UP), ...options });
    try {
      const answer = await sending;
      if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) return say("signed-out");
      if (answer.status === 409) return say("changed"); // written or sent elsewhere: trying again would not help
      if (!answer.ok) throw new Error(String(answer.status));
      sent = now;
      const told = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
      // The first save may give the draft its number and its own address.
      if (told.version && form.elements.version) form.elements.version.value = told.version;
      if (told.url) form.dataset.autosaveUrl = told.url;
      if (snapshot(form) === sent) {
        say("saved", told.saved ?? clock());
        form.dispatchEvent(new CustomEvent("nsp:saved", { bubbles: true }));
      } else {
        say("unsaved"); // somebody has typed on meanwhile
        timer ||= setTimeout(save, waits ? 0 : AFTER);
      }
    } catch {
      say("failed");
      timer ||= setTimeout(save, AGAIN);
    } finally {
      sending = null;
      waits = false;
    }
  }

  form.addEventListener("input", () => {
    if (!sending) say("unsaved");
    timer ||= setTimeout(save, AFTER); // never put off: somebody may type for minutes without a pause
  });
  form.addEventListener("change", () => save());
  form.addEventListener("focusout", () => save());
  form.addEventListener("submit", () => { clearTimeout(timer); turn(); });
  window.addEventListener("online", () => save());
  window.addEventListener("focus", () => save()); // somebody may have signed in again in another tab
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") save({ keepalive: true }); });
  document.addEventListener("nsp:hide", (event) => event.detail?.push(save({ keepalive: true })));
}

// What is compared: neither the token nor the version, which the server changes, nor the count of what was sent.
function text(data) {
  const parts = [...data].filter(([name]) => !OF_THE_PAGE.includes(name));
  return JSON.stringify(parts.map(([name, value]) => [name, String(value)]));
}

function snapshot(form) {
  return text(new FormData(form));
}

// Whoever throws a draft away leaves the page: the form must not save itself on its way out.
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-throws]")) return;
  for (const form of document.querySelectorAll("form[data-autosave-url]")) form.dataset.sent = "1";
});

function cookie(name) {
  return document.cookie.split("; ").find((part) => part.startsWith(`${name}=`))?.slice(name.length + 1);
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
