// Enter goes to the same question of the next household, with Shift to the one before: a column is filled without a mouse.
const table = document.querySelector("[data-sheet]");

function beside(field, step) {
  const cell = field.closest("td");
  const row = cell.parentElement;
  const place = [...row.children].indexOf(cell);
  const next = step > 0 ? row.nextElementSibling : row.previousElementSibling;
  return next?.children[place]?.querySelector("input, select");
}

table?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.closest("td")) return;
  event.preventDefault();
  beside(event.target, event.shiftKey ? -1 : 1)?.focus();
});
