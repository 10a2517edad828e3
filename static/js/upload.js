// Sections marked data-upload: drop a file or choose it, see the progress, go on without leaving the page.
// The address answers with the same section drawn anew (200, or 422 with the reason), as it would inside its page; the part
// of the page around it (data-part, with an id) is drawn anew with it, so that its heading says the new state.
(() => {
  "use strict";

  const add = (section, file) => {
    const row = section.querySelector("template[data-row]").content.firstElementChild.cloneNode(true);
    row.querySelector("[data-name]").textContent = file.name;
    row.querySelector("[data-note]").textContent = `${(file.size / 1048576).toFixed(1)} MB`;
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

  const fail = (section, row) => {
    row.dataset.k = "bad";
    row.querySelector("[data-note]").textContent = section.dataset.failedWords;
    row.querySelector("progress").remove();
  };

  const send = (section, file) => {
    const form = section.querySelector("form");
    const input = form.querySelector('input[type="file"]');
    const row = add(section, file);
    const data = new FormData(form);
    data.set(input.name, file);
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("HX-Request", "true");
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) row.querySelector("progress").value = (100 * event.loaded) / event.total;
    });
    request.addEventListener("load", () => {
      if (![200, 422].includes(request.status) || !replace(section, request.responseText)) fail(section, row);
    });
    request.addEventListener("error", () => fail(section, row));
    request.send(data);
    input.value = "";
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
