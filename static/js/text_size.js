// Changes the type size without leaving the page, so that nothing typed is lost.
// Without this file the same form sends a POST and the server sets the same cookie.
(() => {
  const form = document.querySelector("form[data-text-size]");
  if (!form) return;
  const root = document.documentElement;
  const button = form.querySelector("button");

  const show = (large) => {
    root.classList.toggle("large", large);
    button.value = large ? "normal" : "large";
    button.textContent = large ? "换回标准字" : "换成大字";
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const large = button.value === "large";
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `text_size=${large ? "large" : "normal"}; path=/; max-age=31536000; samesite=lax${secure}`;
    show(large);
  });
  // A page taken back from the browser's memory may be older than the choice.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) show(/(^|; )text_size=large(;|$)/.test(document.cookie));
  });
})();
