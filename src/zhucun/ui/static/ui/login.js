// One click on a demo account fills in the sign-in form and sends it.

document.addEventListener("click", (event) => {
  const account = event.target instanceof Element ? event.target.closest("[data-demo-account]") : null;
  const form = document.querySelector("#sign-in");
  if (!account || !form) return;
  form.elements.login.value = account.dataset.demoAccount;
  form.elements.password.value = account.closest("[data-demo-password]").dataset.demoPassword;
  form.requestSubmit();
});
