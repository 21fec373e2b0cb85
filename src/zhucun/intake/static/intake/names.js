// Typing another name chooses the answer “another one”.
document.addEventListener("input", (event) => {
  const name = event.target.dataset?.picks;
  if (name && event.target.value) {
    document.querySelector(`input[name="${name}"][value="other"]`).checked = true;
  }
});
