// The form of weights says what the points add up to while they are typed.

const form = document.querySelector("[data-weights]");
const told = form?.querySelector("[data-sum]");

function tell() {
  let sum = 0;
  for (const field of form.querySelectorAll(".weight-grid input[type=number]")) sum += Number(field.value) || 0;
  told.value = `Σ ${sum.toLocaleString()}`;
}

if (form && told) {
  form.addEventListener("input", tell);
  tell();
}
