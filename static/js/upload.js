// Sections marked data-upload: drop a file or choose it, see the progress, go on without leaving the page (see js/parts.js).
// The address answers with the same section drawn anew (200, or 422 with the reason), as it would inside its page; the part
// of the page around it (data-part, with an id) is drawn anew with it, so that its heading says the new state.
(() => {
  "use strict";

  const add = (section) => {
    const row = section.querySelector("template[data-row]").content.firstElementChild.cloneNode(true);
    section.querySelector("[data-files]").append(row);
    return row;
  };

  const replace = (section, html) => {
    const old = section.closest("[data-part]") ?? section;
    const fresh = new DOMParser().parseFromString(html, "text/html").getElementById(old.id);
    if (!fresh) return false;
    const focused = old.contains(document.activeElement);
    old.replaceWith(fresh);
    window.htmx?.process(fresh);
    const place = document.getElementById(section.id);
    enhance(place);
    if (focused) place.querySelector('input[type="file"]').focus();
    return true;
  };

  // The file in parts first, then the section's form with its key; the answer draws the section anew.
  const send = async (section, file) => {
    const form = section.querySelector("form");
    const input = form.querySelector('input[type="file"]');
    const row = add(section);
    input.value = "";
    const key = await window.gpParts.track(file, row, window.gpParts.wordsOf(section));
    if (key === null) return;
    const data = new FormData(form);
    data.delete(input.name);
    data.set(window.gpParts.SENT + input.name, key);
    const take = async () => {
      try {
        const answer = await fetch(form.action, { method: "POST", body: data, headers: { "HX-Request": "true" } });
        if (![200, 422].includes(answer.status) || !replace(section, await answer.text())) throw new Error(String(answer.status));
      } catch {
        const again = row.querySelector("[data-again]");
        row.dataset.k = "bad";
        row.querySelector("[data-note]").textContent = section.dataset.failedWords;
        again.hidden = false;
        again.onclick = take;
      }
    };
    await take();
  };

  // One after the other: each answer draws the section anew.
  const sendAll = (id, files) => {
    const [first, ...rest] = files;
    if (!first) return;
    const section = document.getElementById(id);
    if (rest.length) {
      const next = new MutationObserver(() => {
        if (document.getElementById(id) === section) return;
        next.disconnect();
        sendAll(id, rest);
      });
      next.observe(document.body, { childList: true, subtree: true });
    }
    send(section, first);
  };

  function enhance(section) {
    const input = section.querySelector('input[type="file"]');
    const take = (files) => sendAll(section.id, input.multiple ? [...files] : [...files].slice(0, 1));
    input.addEventListener("change", () => take(input.files));
    section.addEventListener("dragover", (event) => {
      event.preventDefault();
      section.dataset.over = "";
    });
    section.addEventListener("dragleave", (event) => {
      if (!section.contains(event.relatedTarget)) delete section.dataset.over;
    });
    section.addEventListener("drop", (event) => {
      event.preventDefault();
      delete section.dataset.over;
      take(event.dataTransfer.files);
    });
  }

  for (const section of document.querySelectorAll("[data-upload]")) enhance(section);
})();
