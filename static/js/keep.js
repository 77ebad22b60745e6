// Keeps what is being typed in a form[data-keep="name"] for as long as the tab is open, so that a
// call, a dead battery or a wrong press loses nothing. A page with [data-keep-clear="name …"] (the
// one that says it was saved) throws it away. Who somebody is, passwords and files are never kept.
(() => {
  const PRIVATE = "[type=hidden],[type=password],[type=file],[inputmode=tel],[name=name],[data-private]";
  const key = (name) => `keep:${name}`;

  const read = (name) => {
    try { return JSON.parse(sessionStorage.getItem(key(name))); } catch { return null; }
  };
  const write = (name, kept) => {
    try { sessionStorage.setItem(key(name), JSON.stringify(kept)); } catch { /* storage is full or off */ }
  };
  const forget = (name) => {
    try { sessionStorage.removeItem(key(name)); } catch { /* storage is off */ }
  };

  const fields = (form) => [...form.elements].filter(
    (field) => field.name && field.type !== "submit" && !field.matches(PRIVATE) && !field.closest(".trap"));
  const ticked = (field) => field.type === "checkbox" || field.type === "radio";

  const gather = (form) => fields(form).map((field) =>
    [field.name, field.type, ticked(field) ? field.value : "", ticked(field) ? field.checked : field.value]);

  const putBack = (form, kept) => {
    for (const [name, type, choice, value] of kept) {
      const field = fields(form).find((one) =>
        one.name === name && one.type === type && (!ticked(one) || one.value === choice));
      if (!field) continue;
      if (ticked(field)) field.checked = value; else field.value = value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  };

  const sayRestored = (form, name) => {
    const line = document.createElement("p");
    line.className = "notice";
    line.setAttribute("role", "status");
    line.textContent = "刚才写的、还没有提交的内容，已经替您找回来了。";
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-quiet press";
    button.textContent = "不要了，重新写";
    button.addEventListener("click", () => { forget(name); form.reset(); line.remove(); });
    line.append(document.createElement("br"), button);
    form.prepend(line);
  };

  document.querySelectorAll("[data-keep-clear]").forEach((mark) => mark.dataset.keepClear.split(" ").forEach(forget));

  document.querySelectorAll("form[data-keep]").forEach((form) => {
    const name = form.dataset.keep;
    const blank = JSON.stringify(gather(form));
    const kept = read(name);
    // What the server sent back after an error is newer than what was kept.
    if (kept && !document.querySelector(".error-summary") && JSON.stringify(kept) !== blank) {
      putBack(form, kept);
      sayRestored(form, name);
    }
    form.addEventListener("input", () => write(name, gather(form)));
  });
})();
