// What was typed survives the end of a session: a form with data-keep is remembered in this tab when it is sent, and filled in
// again when the same page opens after signing in (and switching identity). Any other way of opening the page forgets it.
(() => {
  "use strict";
  const PREFIX = "gp-typed:";
  const key = PREFIX + location.pathname;
  const forms = document.querySelectorAll("form[data-keep]");
  const typed = sessionStorage.getItem(key);
  if (document.getElementById("step-form") || forms.length) {
    for (const name of Object.keys(sessionStorage)) if (name.startsWith(PREFIX)) sessionStorage.removeItem(name);
  }

  const signedInJustNow = () => {
    try {
      const before = new URL(document.referrer).pathname;
      return /^\/(sign-in|register|staff)\//.test(before) || before === location.pathname;
    } catch {
      return false;
    }
  };

  const refill = (form, pairs) => {
    const values = new Map();
    for (const [name, value] of pairs) values.set(name, [...(values.get(name) ?? []), value]);
    for (const input of form.elements) {
      const given = values.get(input.name);
      if (input.type === "hidden" || input.type === "file" || input.type === "submit") continue;
      if (["radio", "checkbox"].includes(input.type)) input.checked = given?.includes(input.value) ?? false;
      else if (given) input.value = given.shift() ?? "";
    }
    form.dispatchEvent(new Event("gp:refilled"));
    form.dispatchEvent(new Event("input"));
  };

  for (const form of forms) {
    if (typed && signedInJustNow()) refill(form, JSON.parse(typed));
    form.addEventListener("submit", () => {
      const pairs = [...new FormData(form)].filter(([name, value]) => name !== "csrfmiddlewaretoken" && typeof value === "string");
      sessionStorage.setItem(key, JSON.stringify(pairs));
    });
  }
})();
