// Dölj skärmen: Shift three times, or the button. First the page is emptied (well under 100 ms), then we leave for a
// page that says nothing, in place of this one in the history. Without a script the button is a plain link there.
const WITHIN = 1500;
let presses = [];

async function hide(address) {
  const saves = [];
  document.dispatchEvent(new CustomEvent("nsp:hide", { detail: saves })); // autosave sends what is typed on its way out
  document.body.replaceChildren();
  document.title = document.title.replace(/^.*?(\S+)$/, "$1");
  // The page that we leave for locks the session: what was typed must be there before.
  await Promise.race([Promise.allSettled(saves), new Promise((go) => setTimeout(go, 1500))]);
  location.replace(address);
}

const button = () => document.querySelector("[data-hide]");

document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("[data-hide]") : null;
  if (!link) return;
  event.preventDefault();
  hide(link.href);
});

document.addEventListener("keydown", (event) => {
  if (event.repeat) return;
  if (event.key !== "Shift" || event.ctrlKey || event.altKey || event.metaKey) {
    presses = []; // Shift as part of writing a capital letter is not a call
    return;
  }
  presses = [...presses, event.timeStamp].filter((at) => event.timeStamp - at < WITHIN);
  const link = button();
  if (presses.length >= 3 && link) hide(link.href);
});

// Nobody has touched the page for as long as the server waits before it locks: then nobody should read it either.
const IDLE = 15 * 60 * 1000;
let touched = Date.now();
for (const kind of ["pointerdown", "keydown", "scroll"]) addEventListener(kind, () => { touched = Date.now(); }, { passive: true });
setInterval(() => {
  const link = button();
  if (link && Date.now() - touched > IDLE) hide(link.href);
}, 5000);

// A page that comes back from the browser's memory is asked for again: the server says whether it may be shown.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
