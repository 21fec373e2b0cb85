// Asks for the cost only where the item is a business income (its code begins with b); without it everything is asked.
const form = document.querySelector("[data-income-form]");
const item = form?.querySelector("[name=item]");

/** The field around a control. */
function around(name) {
  return form.querySelector(`[name=${name}]`)?.closest(".field");
}

/** Shows the questions about cost for a business income, and the amount where the cost is entered. */
function show() {
  const cost = around("cost");
  if (!cost) return;
  const code = item.value.trim().split(/\s+/).pop() ?? "";
  const business = item.value.trim() === "" || /^b\d*$/.test(code);
  const actual = form.querySelector("[name=cost]:checked")?.value === "actual";
  cost.hidden = !business;
  around("cost_yuan").hidden = !business || !actual;
}

if (form && item) {
  form.addEventListener("change", show);
  item.addEventListener("input", show);
  show();
}
