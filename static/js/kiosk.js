// The kiosk forgets: after data-wipe-after seconds without a touch the screen goes back to data-wipe-href, and the page
// left behind is not kept for the back button.
(() => {
  "use strict";
  const part = document.querySelector("[data-wipe-after]");
  if (!part) return;
  const seconds = Number(part.dataset.wipeAfter);
  const words = document.querySelector("[data-wipe-left]");
  let left = seconds;

  const stay = () => {
    left = seconds;
  };
  for (const name of ["pointerdown", "keydown", "input"]) document.addEventListener(name, stay, { passive: true });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) location.replace(part.dataset.wipeHref);
  });
  setInterval(() => {
    left -= 1;
    if (words) words.textContent = String(Math.max(left, 0));
    if (left > 0) return;
    window.speechSynthesis?.cancel();
    location.replace(part.dataset.wipeHref);
  }, 1000);
})();

// Keys of the keypad type into the field; slips go to the printer of the machine.
(() => {
  "use strict";
  document.addEventListener("click", (event) => {
    const key = event.target.closest("[data-keypad] button[name=key]");
    if (key) {
      event.preventDefault();
      const shown = key.form.elements.number;
      shown.value = key.value === "back" ? shown.value.slice(0, -1) : (shown.value + key.value).slice(0, shown.maxLength);
      shown.dispatchEvent(new Event("input", { bubbles: true }));
    }
    if (event.target.closest("[data-print]")) window.print();
  });
  for (const button of document.querySelectorAll("[data-print][hidden]")) button.hidden = false;
})();
