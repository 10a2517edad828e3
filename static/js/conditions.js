// Questions that apply only to a certain answer of another one: data-when="<name of the other>" data-equals="<its value>".
// They appear and disappear as one answers; hidden ones are not sent. The server asks the same question again.
(() => {
  "use strict";
  const form = document.getElementById("step-form");
  if (!form?.querySelector("[data-when]")) return;

  const answers = (name) =>
    [...form.elements]
      .filter((input) => input.name === name && !input.closest("[data-when][hidden]"))
      .filter((input) => !["radio", "checkbox"].includes(input.type) || input.checked)
      .map((input) => input.value);

  const renew = () => {
    // In the order of the page, so that a question may depend on one that depends on another.
    for (const part of form.querySelectorAll("[data-when]")) {
      part.hidden = !answers(part.dataset.when).includes(part.dataset.equals);
      for (const input of part.querySelectorAll("input, select, textarea")) {
        input.dataset.locked ??= String(input.disabled);
        input.disabled = part.hidden || input.dataset.locked === "true";
      }
    }
  };
  form.addEventListener("change", renew);
  form.addEventListener("gp:refilled", renew);
  renew();
})();
