// Small helps for every form. Each form works the same, only plainer, without this file.
(() => {
  const RESEND_AFTER = 15000; // ms: a lost connection must not leave a dead button behind

  const element = (tag, className, text = "") => {
    const made = document.createElement(tag);
    made.className = className;
    made.textContent = text;
    return made;
  };

  // One press sends once; the button says that it is sending.
  const sendOnce = (form) => {
    const wake = () => form.querySelectorAll("button[data-words]").forEach((button) => {
      button.disabled = false;
      button.textContent = button.dataset.words;
    });
    form.addEventListener("submit", (event) => {
      const button = event.submitter;
      if (event.defaultPrevented || !button || button.tagName !== "BUTTON") return;
      // Later, because a disabled button's own name and value would not be sent.
      setTimeout(() => {
        button.dataset.words = button.textContent;
        button.textContent = "正在提交……";
        button.disabled = true;
      });
      setTimeout(wake, RESEND_AFTER);
    });
    window.addEventListener("pageshow", wake);
  };

  // How many characters may still be written, counted as the server counts them.
  const countCharacters = (area) => {
    const most = Number(area.dataset.count);
    const line = element("p", "counter muted");
    line.setAttribute("aria-live", "polite");
    area.after(line);
    const show = () => {
      const left = most - [...area.value].length;
      line.classList.toggle("counter-over", left < 0);
      line.textContent = left < 0 ? `多了 ${-left} 个字，请删去一些` : `还可以写 ${left} 个字`;
    };
    area.addEventListener("input", show);
    show();
  };

  const tooMuch = (input, files) => {
    const most = Number(input.dataset.maxFiles) || Infinity;
    const size = Number(input.dataset.maxMb) || Infinity;
    if (files.length > most) return `最多选 ${most} 个文件，请重新选择。`;
    const big = files.find((file) => file.size > size * 1048576);
    return big ? `“${big.name}”超过 ${size} MB，请换一个小一些的。` : "";
  };

  // The browser's own file button speaks the browser's language; this one speaks Chinese.
  const nameFiles = (input) => {
    const button = element("label", "btn btn-quiet", input.multiple ? "选择图片或文件" : "选择文件");
    const list = element("p", "file-list", "还没有选文件");
    button.htmlFor = input.id;
    list.setAttribute("aria-live", "polite");
    input.classList.add("file-native");
    input.after(button, list);
    input.addEventListener("change", () => {
      const files = [...input.files];
      const problem = tooMuch(input, files);
      if (problem) input.value = "";
      const names = files.map((file) => file.name).join("、");
      list.classList.toggle("invalid-feedback", Boolean(problem));
      list.textContent = problem || (files.length ? `已选 ${files.length} 个：${names}` : "还没有选文件");
    });
  };

  document.querySelectorAll("form[method=post]:not([data-text-size])").forEach(sendOnce);
  document.querySelectorAll("textarea[data-count]").forEach(countCharacters);
  document.querySelectorAll("input[type=file][id]").forEach(nameFiles);
  document.querySelectorAll("button[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });
  document.querySelector(".error-summary")?.focus();
})();
