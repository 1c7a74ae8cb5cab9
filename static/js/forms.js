// What forms gain from a script: the error summary has the focus, a form is sent once, and what is typed is not lost
// by leaving. Without it every form still works: the server takes a form that is sent twice as one.
document.querySelector("[data-errors]")?.focus({ preventScroll: false });

// A link in the summary moves the focus into the field, also where the target is a group of choices.
document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("[data-errors] a[href^='#']") : null;
  const target = link && document.getElementById(link.getAttribute("href").slice(1));
  if (!target) return;
  event.preventDefault();
  const field = target.matches("fieldset, div") ? target.querySelector("input, select, textarea") : target;
  (field ?? target).focus({ preventScroll: true });
  target.scrollIntoView({ block: "center" });
});

const dirty = new WeakSet();
let leaving = false;

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form?.method === "post" && !form.matches("[role='search'], [data-no-guard]")) dirty.add(form);
});
document.addEventListener("nsp:saved", (event) => dirty.delete(event.target));
document.addEventListener("nsp:hide", () => { leaving = true; });

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || !(form instanceof HTMLFormElement)) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  leaving = true;
  form.dataset.sent = "1";
  // After the form's data has been gathered: a disabled button would be left out of it.
  setTimeout(() => {
    for (const button of form.querySelectorAll("button:not([type='button'])")) button.setAttribute("aria-disabled", "true");
  });
  // A download leaves the page where it is; then the form may be sent again.
  setTimeout(() => release(form), 8000);
});

function release(form) {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("button[aria-disabled]")) button.removeAttribute("aria-disabled");
  leaving = false;
}
window.addEventListener("pageshow", () => { for (const form of document.forms) release(form); });

window.addEventListener("beforeunload", (event) => {
  if (leaving) return;
  if ([...document.forms].some((form) => dirty.has(form))) event.preventDefault();
});
