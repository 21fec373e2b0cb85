// 1, 2 and 3 answer a doubtful pair, unless somebody is typing.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
  document.querySelector(`button[data-key="${event.key}"]`)?.click();
});
