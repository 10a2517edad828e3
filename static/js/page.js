// On every page: htmx with our token, one sending per form, menus that close, the focus where it is needed.
// Every page works without this file.
(() => {
  "use strict";
  const root = document.documentElement;
  root.dataset.js = "";

  const token = document.querySelector('meta[name="csrf-token"]')?.content;
  document.addEventListener("htmx:configRequest", (event) => {
    if (token) event.detail.headers["X-CSRFToken"] = token;
  });

  // A fragment that could not be fetched says so instead of nothing happening.
  for (const name of ["htmx:sendError", "htmx:responseError"]) {
    document.addEventListener(name, () => {
      const words = document.getElementById("no-answer");
      const place = document.getElementById("toasts");
      if (words && place && !place.querySelector("[data-no-answer]")) place.append(words.content.cloneNode(true));
    });
  }

  // A double click sends once; a button that only fetches leaves the form open. Coming back with the back button unlocks the form again.
  const sent = new Set();
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const method = event.submitter?.getAttribute("formmethod") ?? form.method;
    if (method !== "post" || event.defaultPrevented) return;
    if (sent.has(form)) {
      event.preventDefault();
      return;
    }
    sent.add(form);
    event.submitter?.setAttribute("aria-busy", "true");
  });
  const unlock = () => {
    sent.clear();
    for (const busy of document.querySelectorAll('[type="submit"][aria-busy]')) busy.removeAttribute("aria-busy");
  };
  window.addEventListener("pageshow", unlock);
  document.addEventListener("htmx:afterRequest", unlock);

  const closeMenus = (except) => {
    for (const menu of document.querySelectorAll("details.gp-menu[open], details.gp-clock--pop[open]")) {
      if (!menu.contains(except)) menu.open = false;
    }
  };
  document.addEventListener("click", (event) => closeMenus(event.target));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.activeElement?.closest("details.gp-menu[open]");
    closeMenus(null);
    open?.querySelector("summary").focus();
  });

  // Of tabs and parts in a row that goes on beyond the screen, the open one is in sight.
  for (const open of document.querySelectorAll(".gp-worktabs [aria-current], .gp-parts [aria-current]")) {
    open.parentElement.scrollLeft = open.offsetLeft - open.parentElement.offsetLeft - 16;
  }

  // More rows for a table field: the last row copied, its numbers raised, its cells emptied.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-add-row]");
    if (!button) return;
    const body = button.closest("[data-rows]").querySelector("tbody");
    const row = body.lastElementChild.cloneNode(true);
    const number = body.children.length;
    for (const input of row.querySelectorAll("input, select")) {
      input.name = input.name.replace(/-\d+-/, `-${number}-`);
      input.id = input.id.replace(/_\d+(_\d+)$/, `_${number}$1`);
      input.value = "";
    }
    body.append(row);
    row.querySelector("input, select").focus();
  });

  // Answers that change the page at once (situation questions): the form sends itself.
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-auto-submit]");
    if (form) form.requestSubmit();
  });

  const enhance = () => {
    for (const button of document.querySelectorAll("[data-add-row][hidden]")) button.hidden = false;
  };
  const start = () => {
    enhance();
    document.querySelector("[data-autofocus]")?.focus();
  };
  document.addEventListener("htmx:afterSettle", enhance);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
