// What forms gain from a script: the error summary has the focus, a form is sent once, and nothing that is typed is
// lost: not by leaving, not by a server that does not answer, not by a session that ran out, not by somebody who was
// first. Without it every form still works: the server takes a form that is sent twice as one.
const dirty = new WeakSet();
let leaving = false;
// The sentences come from the page, in its language.
const texts = { ...document.getElementById("form-texts")?.dataset };

function arrived() {
  document.querySelector("[data-errors]")?.focus();
}
arrived();

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

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form?.method === "post" && !form.matches("[role='search'], [data-no-guard]")) dirty.add(form);
});
// How much room is left in a text: said in words, and never cut.
function count(field) {
  const said = field.id && document.querySelector(`[data-count-for="${CSS.escape(field.id)}"]`);
  if (!said) return;
  const left = Number(said.dataset.limit) - field.value.length;
  said.textContent = (left < 0 ? said.dataset.over : said.dataset.left).replace("{n}", String(Math.abs(left)));
  said.classList.toggle("over", left < 0);
}
document.addEventListener("input", (event) => count(event.target));

document.addEventListener("nsp:saved", (event) => dirty.delete(event.target));
document.addEventListener("nsp:hide", () => { leaving = true; });
window.addEventListener("beforeunload", (event) => {
  if (!leaving && [...document.forms].some((form) => dirty.has(form))) event.preventDefault();
});

// One line after another: Enter saves from a list of choices too, as it does from a field.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches?.("[data-enter] select")) return;
  event.preventDefault();
  event.target.form.requestSubmit();
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || !(form instanceof HTMLFormElement)) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  const kept = form.method === "post" && form.matches(":has(textarea), [data-keep], [data-autosave-url]") && !form.matches("[data-plain], [target]");
  if (kept) {
    event.preventDefault();
    send(form, event.submitter);
  } else {
    leaving = true;
    setTimeout(() => release(form), 8000); // a download leaves the page where it is
  }
  // After the form's data has been gathered: a disabled button would be left out of it.
  setTimeout(() => { if (form.dataset.sent) for (const button of buttons(form)) button.setAttribute("aria-disabled", "true"); });
});

// Sealed text is opened in its place in the page; what refuses that (a lock, a sign-in, a fault) has a page of its own.
document.addEventListener("htmx:afterRequest", (event) => {
  const link = event.target instanceof Element && event.target.closest("[data-open-texts]");
  if (!link) return;
  const { successful, xhr } = event.detail;
  const came = successful && new URL(xhr.responseURL || location.href).searchParams.get("texts") === "1";
  if (!came) location.assign(link.href);
});

async function send(form, submitter) {
  const body = new FormData(form, submitter);
  const token = cookie("csrftoken") ?? cookie("__Secure-csrf"); // a new one, where somebody signed in again meanwhile
  if (token) body.set("csrfmiddlewaretoken", token);
  const address = submitter?.getAttribute("formaction") ?? form.getAttribute("action") ?? "";
  let answer;
  try {
    answer = await fetch(address || location.href, { method: "POST", body, headers: { "X-Keep": "1", "X-Page-Of": texts.pageOf ?? "", Accept: "text/html" } });
  } catch {
    return stay(form, [texts.unreachable]);
  }
  const to = answer.headers.get("X-Location");
  if (to) return go(to);
  if (answer.status === 401) return stay(form, [texts.signedOut], signIn());
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const error = page.querySelector("main[data-error-page]");
  if (error) {
    const told = [...error.querySelectorAll("h1, p:not([data-going-back])")].map((part) => part.textContent.trim());
    return stay(form, told, error.querySelector("a[target='_blank']"));
  }
  if (answer.status >= 500 || !page.querySelector("main")) return stay(form, [texts.failed]);
  show(page);
}

function go(to) {
  leaving = true;
  const target = new URL(to, location.href);
  const same = target.pathname === location.pathname && target.search === location.search;
  if (!same) return location.assign(target);
  location.hash = target.hash;
  location.reload();
}

// The same page again, with what has to be put right: in place of this one, without asking the server twice.
function show(page) {
  document.title = page.title;
  document.body.replaceWith(document.adoptNode(page.body));
  scrollTo(0, 0);
  window.htmx?.process(document.body);
  document.dispatchEvent(new CustomEvent("nsp:load"));
  arrived();
}

function signIn() {
  const link = document.createElement("a");
  link.href = texts.signInUrl;
  link.target = "_blank";
  link.rel = "noopener";
  link.textContent = texts.signIn;
  return link;
}

// The form stays as it is, with what happened above it; `link`, where there is one, opens in a tab of its own.
function stay(form, sentences, link) {
  release(form);
  document.querySelector("[data-not-sent]")?.remove();
  const box = document.createElement("div");
  box.className = "ds-alert";
  box.dataset.color = "warning";
  box.dataset.notSent = "";
  box.tabIndex = -1;
  box.setAttribute("role", "alert");
  for (const sentence of [...sentences, texts.kept]) {
    const line = document.createElement("p");
    line.textContent = sentence;
    box.append(line);
  }
  if (link) box.append(document.adoptNode(link));
  form.prepend(box);
  box.focus();
  box.scrollIntoView({ block: "center" });
}

function buttons(form) {
  return form.querySelectorAll("button:not([type='button'])");
}

function release(form) {
  delete form.dataset.sent;
  for (const button of buttons(form)) button.removeAttribute("aria-disabled");
  leaving = false;
}
window.addEventListener("pageshow", () => { for (const form of document.forms) release(form); });

function cookie(name) {
  return document.cookie.split("; ").find((part) => part.startsWith(`${name}=`))?.slice(name.length + 1);
}
