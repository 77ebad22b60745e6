// Tells that this page of a matter is open, and who else has one open. Says nothing of what is typed.
(() => {
  const line = document.querySelector("[data-presence]");
  const token = document.querySelector("[name=csrfmiddlewaretoken]");
  if (!line || !token) return;
  const EVERY = 30000; // ms; the server forgets somebody after two minutes

  const tell = async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(line.dataset.presence, {
        method: "POST",
        credentials: "same-origin",
        redirect: "manual", // a sitting that ended sends to the page to sign in: nothing to read there
        headers: { "X-CSRFToken": token.value, "X-Unattended": "1" },
      });
      if (!answer.ok) return;
      const { sentence } = await answer.json();
      line.textContent = sentence;
      line.hidden = !sentence;
    } catch { /* no connection: the line stays as it is */ }
  };

  tell();
  setInterval(tell, EVERY);
  document.addEventListener("visibilitychange", tell);
})();
