// The search of the top bar: "/" goes there, and while one types it shows whom it may be. Arrows walk among them, Enter
// opens the one that is marked, Escape closes. Without a script the form searches, as it does on Enter with none marked.
const form = document.querySelector("form.find[data-suggest]");
const field = form?.querySelector("input[type='search']");
const list = document.getElementById("top-q-list");
const OFF = "nsp-slash-off";
const WAIT = 250;
let timer, asking, active = -1;

const options = () => [...list.querySelectorAll("[role='option']")];

function mark(number) {
  const all = options();
  active = all.length ? (number + all.length) % all.length : -1;
  all.forEach((one, place) => one.setAttribute("aria-selected", String(place === active)));
  if (active < 0) field.removeAttribute("aria-activedescendant");
  else {
    field.setAttribute("aria-activedescendant", all[active].id);
    all[active].scrollIntoView({ block: "nearest" });
  }
}

function show(open) {
  list.hidden = !open;
  field.setAttribute("aria-expanded", String(open));
  if (open) return;
  active = -1;
  field.removeAttribute("aria-activedescendant");
}

async function ask() {
  asking?.abort();
  if (field.value.trim().length < 2) {
    list.replaceChildren();
    show(false);
    return;
  }
  asking = new AbortController();
  const mine = asking;
  try {
    const answer = await fetch(form.dataset.suggest, {
      method: "POST", body: new FormData(form), headers: { "HX-Request": "true" }, signal: mine.signal, redirect: "error",
    });
    const html = answer.status === 200 ? await answer.text() : "";
    if (mine !== asking || document.activeElement !== field) return;
    list.innerHTML = html; // the program's own page: names and codes are escaped there
    active = -1;
    show(options().length > 0);
  } catch { /* asked for anew, or no connection: the form still searches */ }
}

if (field && list) {
  for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list" })) field.setAttribute(name, value);
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  field.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "Escape") {
      event.preventDefault();
      show(false);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      mark(event.key === "ArrowDown" ? active + 1 : active < 0 ? -1 : active - 1);
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      location.assign(options()[active].href);
    }
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    asking?.abort();
  });
  document.addEventListener("click", (event) => { if (!form.contains(event.target)) show(false); });
  field.addEventListener("blur", () => setTimeout(() => { if (!list.contains(document.activeElement)) show(false); }, 200));
}

// One key alone can be struck by mistake, or by whoever speaks to the machine: Help turns it off.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.altKey || event.metaKey || !field) return;
  if (event.target.closest?.("input, textarea, select, [contenteditable]") || localStorage.getItem(OFF)) return;
  event.preventDefault();
  field.focus();
  field.select();
});
const choice = document.getElementById("slash-key");
if (choice) {
  choice.closest("[hidden]")?.removeAttribute("hidden");
  choice.checked = !localStorage.getItem(OFF);
  choice.addEventListener("change", () => (choice.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "1")));
}
