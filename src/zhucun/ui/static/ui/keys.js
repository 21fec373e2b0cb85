// Keys for people who work here all day: / search, j k rows, g + letter jump, ? help, Esc close. Never while typing.

const typing = (element) => element instanceof Element && element.closest("input, select, textarea, [contenteditable]");
let jumping = 0;

/** Move to the next or the row before, by the first link or the row itself. */
function step(by) {
  const rows = [...document.querySelectorAll("[data-rows] tbody tr")];
  if (!rows.length) return;
  const here = rows.findIndex((row) => row.contains(document.activeElement));
  const row = rows[Math.min(Math.max(here + by, 0), rows.length - 1)];
  const target = row.querySelector("a, button") ?? row;
  if (target === row) row.tabIndex = -1;
  target.focus();
  row.scrollIntoView({ block: "nearest" });
}

/** Close what is open: a dialog closes itself, so only drawers and menus are left. */
function close() {
  for (const menu of document.querySelectorAll("details.drop[open]")) {
    menu.open = false;
    menu.querySelector("summary")?.focus();
  }
  const drawer = document.querySelector(".drawer [data-closes-drawer]");
  drawer?.click();
}

/** Go where the menu entry with this first letter leads. */
function jump(letter) {
  document.querySelector(`[data-jump="${CSS.escape(letter)}"]`)?.click();
}

const KEYS = {
  "/": () => document.querySelector("#listing-search, [type=search]")?.focus(),
  j: () => step(1),
  k: () => step(-1),
  "?": () => document.getElementById("keys")?.showModal?.(),
  g: () => {
    jumping = Date.now();
  },
};

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") return close();
  if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (jumping && Date.now() - jumping < 1500 && event.key !== "g") {
    jumping = 0;
    return jump(event.key);
  }
  const act = KEYS[event.key];
  if (act) {
    event.preventDefault();
    act();
  }
});
