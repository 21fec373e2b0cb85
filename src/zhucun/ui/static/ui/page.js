// What every page gains with a script: the theme switch, dialogs, menus that close, and messages when a request fails.
// Every page works without it.

const root = document.documentElement;
const dark = matchMedia("(prefers-color-scheme: dark)");

/** The theme that is seen now: chosen here, or the system's. */
const seen = () => root.dataset.theme ?? (dark.matches ? "dark" : "light");

/** Turn to the other theme; choosing the system's own forgets the choice. */
function turn() {
  const wanted = seen() === "dark" ? "light" : "dark";
  const system = dark.matches ? "dark" : "light";
  if (wanted === system) delete root.dataset.theme;
  else root.dataset.theme = wanted;
  try {
    if (wanted === system) localStorage.removeItem("theme");
    else localStorage.setItem("theme", wanted);
  } catch {
    // Storage may be forbidden; the choice then lasts until the next page.
  }
}

/** Show one sentence in the message area. */
export function say(sentence, tone = "danger") {
  const area = document.getElementById("messages");
  if (!area || !sentence) return;
  const note = document.createElement("div");
  note.className = `note ${tone}`;
  note.textContent = sentence;
  area.replaceChildren(note);
  note.scrollIntoView({ block: "nearest" });
}

for (const control of document.querySelectorAll("[data-theme-switch], .foot [data-opens]")) control.hidden = false;
for (const control of document.querySelectorAll("[data-without-script]")) control.hidden = true;

document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  if (!target) return;
  if (target.closest("[data-theme-switch]")) turn();
  const opener = target.closest("[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens)?.showModal?.();
  if (target.closest("[data-closes]")) {
    event.preventDefault();
    target.closest("dialog")?.close();
  }
  if (target instanceof HTMLDialogElement) target.close(); // a click on the backdrop
  if (target.closest("[data-print]")) window.print();
  if (target.closest("[data-back]") && history.length > 1) {
    // Back as the browser goes back: what was typed on the page before stands there still.
    event.preventDefault();
    history.back();
  }
  for (const menu of document.querySelectorAll("details.drop[open]")) {
    if (!menu.contains(target)) menu.open = false;
  }
});

// Without a connection a form is not sent: the page stays with all that was typed, and says so.
document.addEventListener(
  "submit",
  (event) => {
    if (navigator.onLine || event.target.method !== "post") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    say(document.body.dataset.lost);
  },
  true,
);
// What was refused is seen wherever one stands on the page, and gone once something else is asked.
document.addEventListener("htmx:beforeRequest", () => document.querySelector("#messages > .note.danger")?.remove());
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id === "messages") event.detail.target.scrollIntoView({ block: "center" });
});
document.addEventListener("htmx:sendError", () => say(document.body.dataset.lost));
document.addEventListener("htmx:timeout", () => say(document.body.dataset.lost));
document.addEventListener("htmx:responseError", () => say(document.body.dataset.failed));

// A session that ended sends the sign-in page in place of a part: go there as a whole page, and come back after.
document.addEventListener("htmx:beforeSwap", (event) => {
  const answered = event.detail.xhr?.responseURL;
  if (answered && new URL(answered).pathname.startsWith("/accounts/")) {
    event.detail.shouldSwap = false;
    location.reload();
  }
});
