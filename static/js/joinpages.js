// Pages to be joined: buttons move a page up or down and turn it by a quarter; the fields of the plain form follow and are sent.
(() => {
  "use strict";
  const list = document.querySelector("[data-join]");
  if (!list) return;
  const pages = () => [...list.querySelectorAll("[data-page]")];

  const number = () => {
    const rows = pages();
    rows.forEach((row, place) => {
      row.querySelector("[data-place]").value = place + 1;
      row.querySelector("[data-up]").disabled = place === 0;
      row.querySelector("[data-down]").disabled = place === rows.length - 1;
    });
  };
  const show = (row) => {
    row.dataset.turned = row.querySelector("[data-turn]").value;
  };

  list.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    const row = event.target.closest("[data-page]");
    if (!button || !row) return;
    if ("up" in button.dataset) row.previousElementSibling?.before(row);
    if ("down" in button.dataset) row.nextElementSibling?.after(row);
    if ("quarter" in button.dataset) {
      const turn = row.querySelector("[data-turn]");
      turn.selectedIndex = (turn.selectedIndex + 1) % turn.length;
      show(row);
    }
    number();
    (button.disabled ? row.querySelector("button:not(:disabled)") : button).focus();
  });
  list.addEventListener("change", (event) => {
    if (event.target.matches("[data-turn]")) show(event.target.closest("[data-page]"));
  });

  // Whoever came back with a mistake sees the order he typed.
  pages()
    .sort((one, other) => Number(one.querySelector("[data-place]").value) - Number(other.querySelector("[data-place]").value))
    .forEach((row) => list.append(row));
  for (const button of list.querySelectorAll("button[hidden]")) button.hidden = false;
  for (const row of pages()) show(row);
  list.dataset.live = "";
  number();
})();
