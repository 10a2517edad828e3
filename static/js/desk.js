// The desk from the keyboard: an element data-key="F2", "Alt+1", "/" or "N" is pressed or focused by that key; rows marked
// data-row are walked with data-key-next and data-key-previous of their list (data-walk-opens: and opened); data-key-check of a row ticks all its boxes. Plain letters never act while typing.
(() => {
  "use strict";

  const pressed = (event) => {
    const parts = [];
    if (event.ctrlKey) parts.push("Ctrl");
    if (event.altKey) parts.push("Alt");
    const digit = /^Digit(\d)$/.exec(event.code)?.[1];
    parts.push(event.altKey && digit ? digit : event.key.length === 1 ? event.key.toUpperCase() : event.key);
    return parts.join("+");
  };

  const typing = (target) =>
    target.isContentEditable ||
    target.tagName === "TEXTAREA" ||
    target.tagName === "SELECT" ||
    (target.tagName === "INPUT" && !["checkbox", "radio", "button", "submit"].includes(target.type));

  const act = (element) => {
    if (element.matches("input:not([type=checkbox]):not([type=radio]), textarea, select")) {
      element.focus();
      element.select?.();
    } else if (!element.disabled) element.click();
  };

  const walk = (list, step) => {
    const rows = [...list.querySelectorAll("[data-row]")];
    const now = rows.findIndex((row) => row.hasAttribute("aria-current"));
    const row = rows[Math.min(Math.max(now + step, 0), rows.length - 1)];
    if (!row) return;
    rows[now]?.removeAttribute("aria-current");
    row.setAttribute("aria-current", "true");
    row.scrollIntoView({ block: "nearest" });
    const target = row.matches("a, button") ? row : row.querySelector("a, button, input");
    target?.focus({ preventScroll: true });
    if (list.hasAttribute("data-walk-opens") && row !== rows[now]) target?.click();
  };

  // Ready words: a click puts them at the end of the opinion.
  for (const button of document.querySelectorAll("[data-phrase]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const opinion = button.closest("form").querySelector("textarea");
      opinion.value = [opinion.value.trim(), button.dataset.phrase].filter(Boolean).join("\n");
      opinion.dispatchEvent(new Event("input", { bubbles: true }));
      opinion.focus();
    });
  }

  // A long deed that is done in parts goes on by itself; without script its button is pressed again.
  document.querySelector("form[data-goes-on]")?.requestSubmit();

  document.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const key = pressed(event);
    if (typing(event.target) && key.length === 1) return;
    for (const list of document.querySelectorAll("[data-key-next]")) {
      const step = { [list.dataset.keyNext]: 1, [list.dataset.keyPrevious]: -1 }[key];
      if (step && !typing(event.target)) {
        event.preventDefault();
        walk(list, step);
        return;
      }
    }
    const current = document.querySelector("[data-row][aria-current]");
    if (current?.dataset.keyCheck === key) {
      event.preventDefault();
      for (const box of current.querySelectorAll("input[type=checkbox]:not(:checked):not(:disabled)")) box.click();
      return;
    }
    const wanted = `[data-key="${CSS.escape(key)}"]`;
    const element = current?.querySelector(wanted) ?? document.querySelector(wanted);
    if (!element) return;
    event.preventDefault();
    act(element);
  });
})();
