// Somebody anonymous leaves no name: the fields for it are closed. The server ignores them anyway.
(() => {
  const form = document.querySelector("form[data-intake]");
  const show = () => {
    const mode = form.querySelector("[name=identity_mode]:checked");
    const closed = !mode || mode.value === "anonymous";
    ["name", "phone", "address", "consent"].forEach((name) => {
      form.elements[name].disabled = closed;
    });
  };
  form.addEventListener("change", show);
  show();
})();
