// Draws black boxes on a picture with the pointer and writes them as percents into the text box.
// Without this file the same percents are typed; the server alone burns them in.
(() => {
  const frame = document.querySelector("[data-redact]");
  const area = document.querySelector("[data-redact-boxes]");
  if (!frame || !area) return;
  const clamp = (value) => Math.min(100, Math.max(0, value));

  const read = () => area.value.split("\n").map((line) => line.trim().split(/[\s,，、]+/).map(Number))
    .filter((box) => box.length === 4 && box.every(Number.isFinite));

  const place = (mark, [left, top, width, height]) => {
    Object.assign(mark.style, { left: `${left}%`, top: `${top}%`, width: `${width}%`, height: `${height}%` });
  };

  const show = () => {
    frame.querySelectorAll(".redact-box").forEach((mark) => mark.remove());
    read().forEach((box) => {
      const mark = document.createElement("span");
      mark.className = "redact-box";
      place(mark, box);
      frame.append(mark);
    });
  };

  // Outwards to whole percents: never smaller than what was drawn.
  const boxOf = (from, to) => {
    const left = Math.floor(Math.min(from.x, to.x)), top = Math.floor(Math.min(from.y, to.y));
    const right = Math.ceil(Math.max(from.x, to.x)), bottom = Math.ceil(Math.max(from.y, to.y));
    return [left, top, right - left, bottom - top];
  };

  const at = (event) => {
    const edge = frame.getBoundingClientRect();
    return {
      x: clamp((event.clientX - edge.left) / edge.width * 100),
      y: clamp((event.clientY - edge.top) / edge.height * 100),
    };
  };

  const write = (boxes) => {
    area.value = boxes.map((box) => box.join(" ")).join("\n");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  };

  let from = null, mark = null;
  frame.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    frame.setPointerCapture(event.pointerId);
    from = at(event);
    mark = document.createElement("span");
    mark.className = "redact-box";
    frame.append(mark);
  });
  frame.addEventListener("pointermove", (event) => {
    if (from) place(mark, boxOf(from, at(event)));
  });
  frame.addEventListener("pointerup", (event) => {
    if (!from) return;
    const box = boxOf(from, at(event));
    from = null;
    mark.remove();
    if (box[2] > 1 && box[3] > 1) write([...read(), box]);
  });
  frame.addEventListener("pointercancel", () => { from = null; show(); });
  area.addEventListener("input", show);

  const button = document.querySelector("[data-redact-undo]");
  if (button) {
    button.hidden = false;
    button.addEventListener("click", () => write(read().slice(0, -1)));
  }
  frame.classList.add("redact-ready");
  show();
})();
