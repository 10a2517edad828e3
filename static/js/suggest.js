// Items to choose from while typing: a combobox with a list of options (WAI-ARIA). htmx fetches the options; this file opens,
// closes and walks through them. The search works without it.
(() => {
  "use strict";
  const input = document.querySelector("[data-suggest]");
  const list = input && document.getElementById(input.dataset.suggest);
  if (!list || input.hasAttribute("role")) return;
  const said = document.getElementById(`${list.id}-count`);
  let current = -1;

  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  const options = () => [...list.querySelectorAll('[role="option"]')];
  const show = (open) => {
    list.hidden = !open;
    input.setAttribute("aria-expanded", String(open));
    if (!open) mark(-1);
  };
  const mark = (number) => {
    const all = options();
    current = number;
    all.forEach((option, place) => option.setAttribute("aria-selected", String(place === number)));
    if (all[number]) {
      input.setAttribute("aria-activedescendant", all[number].id);
      all[number].scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  };

  list.addEventListener("htmx:afterSwap", () => {
    const count = options().length;
    show(count > 0 && document.activeElement === input);
    said.textContent = count ? `${said.dataset.some} ${count}` : said.dataset.none;
  });
  // A suggestion that does not come is no reason to disturb whoever types.
  for (const name of ["htmx:sendError", "htmx:responseError"]) {
    input.addEventListener(name, (event) => {
      event.stopPropagation();
      show(false);
    });
  }
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const count = options().length;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && count) {
      event.preventDefault();
      if (list.hidden) show(true);
      mark(current < 0 && step < 0 ? count - 1 : current + step >= count ? -1 : current + step);
    } else if (event.key === "Enter" && !list.hidden && current >= 0) {
      event.preventDefault();
      window.location.assign(options()[current].dataset.href);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      show(false);
    }
  });
  input.addEventListener("focus", () => {
    if (options().length && input.value.trim()) show(true);
  });
  input.addEventListener("blur", () => setTimeout(() => show(false), 150));
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest('[role="option"]');
    if (option) window.location.assign(option.dataset.href);
  });
})();
