// The query code of a QR stands behind the # of the address, which browsers never send: put it into
// the form and take it out of the address. Keeps the number (never the code) while the tab is open.
(() => {
  const form = document.querySelector("form[data-track]");
  if (!form) return;
  const { number, code } = form.elements;
  const fragment = decodeURIComponent(location.hash.slice(1));

  if (/^[0-9A-Za-z-]{10,24}$/.test(fragment)) {
    code.value = fragment;
    history.replaceState(null, "", location.pathname + location.search);
  }
  try {
    number.value ||= sessionStorage.getItem("track:number") || "";
    form.addEventListener("submit", () => sessionStorage.setItem("track:number", number.value));
  } catch { /* storage is off */ }
})();
