// The workbench: tabs and tiles show which one is chosen, the drawer closes, sliders say their value.
// Without a script every village has a page of its own and every tab is an address.

const drawer = document.getElementById("drawer");

/** Mark the village whose explanation is open, on the map and in the table. */
function mark(code) {
  for (const tile of document.querySelectorAll(".tile[aria-current]")) tile.removeAttribute("aria-current");
  for (const row of document.querySelectorAll("tr.here[data-village-row]")) row.classList.remove("here");
  if (!code) return;
  document.querySelector(`.tile[data-village="${code}"]`)?.setAttribute("aria-current", "true");
  document.querySelector(`tr[data-village-row="${code}"]`)?.classList.add("here");
}

let opener = null;

document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  const village = target?.closest("[data-village]");
  if (village) {
    opener = village;
    mark(village.dataset.village);
  }
  if (target?.closest("[data-close-drawer]")) close();
  const tab = target?.closest("[data-tabs] a");
  if (tab) {
    for (const other of document.querySelectorAll("[data-tabs] a")) other.removeAttribute("aria-current");
    tab.setAttribute("aria-current", "page");
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && drawer?.contains(document.activeElement)) close();
});

/** Empty the drawer and give the focus back to what opened it. */
function close() {
  if (!drawer) return;
  drawer.replaceChildren();
  mark(null);
  opener?.focus();
}

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target === drawer) drawer.scrollTop = 0;
  sliders();
});

/** Show the value of each slider beside it. */
function sliders() {
  for (const slider of document.querySelectorAll("input[data-range]:not([data-told])")) {
    slider.dataset.told = "yes";
    const line = document.createElement("div");
    line.className = "with-output";
    const told = document.createElement("output");
    told.htmlFor = slider.id;
    slider.replaceWith(line);
    line.append(slider, told);
    const tell = () => {
      told.value = `${slider.value}${slider.dataset.range}`;
    };
    slider.addEventListener("input", tell);
    tell();
  }
}

sliders();
