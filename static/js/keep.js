// What was typed survives the end of a session. A form with data-keep is remembered in this tab while it is filled in, per
// account and address, until it has been saved; it is filled in again when the same page opens after signing in, after an
// error page or after loading it anew. Personal data do not linger: signing out, another account, any later form page and two
// hours wipe them, and a machine of the hall keeps nothing at all.
(() => {
  "use strict";
  const PREFIX = "gp-typed:";
  const SHARED = "gp-shared-machine";
  const KEPT_MS = 2 * 60 * 60 * 1000;
  const MOST_ROWS = 50;
  const account = document.querySelector('meta[name="account"]')?.content;
  const form = document.querySelector("form[data-keep]");
  // A page of a form is an address with its query.
  const here = location.pathname + location.search;
  const key = `${PREFIX}${account}:${here}`;

  const names = () => Object.keys(sessionStorage).filter((name) => name.startsWith(PREFIX));
  const forget = (which) => {
    for (const name of names().filter(which)) sessionStorage.removeItem(name);
  };
  const entry = (name) => JSON.parse(sessionStorage.getItem(name));
  const isOld = (name) => Date.now() - entry(name).at > KEPT_MS;

  if (document.body.hasAttribute("data-machine")) sessionStorage.setItem(SHARED, "yes");
  if (sessionStorage.getItem(SHARED)) return forget(() => true);

  forget((name) => isOld(name) || (account && !name.startsWith(`${PREFIX}${account}:`)));
  const typed = entry(key)?.pairs;
  // What was sent arrived when the answer is another page of ours that is no error.
  const arrived = account && !document.querySelector("[data-kept-words]");
  if (arrived) forget((name) => name !== key && entry(name).sent);
  if (form || document.getElementById("step-form")) forget(() => true);

  document.addEventListener("submit", (event) => {
    if (event.target.hasAttribute("data-forget")) forget(() => true);
  });

  // An error page may promise to fill in again only what is really here.
  for (const words of document.querySelectorAll("[data-kept-words]")) {
    words.hidden = !names().some((name) => name.endsWith(`:${here}`));
  }
  if (!form) return;

  const cameBack = () => {
    if (["reload", "back_forward"].includes(performance.getEntriesByType("navigation")[0]?.type)) return true;
    try {
      const before = new URL(document.referrer).pathname;
      return /^\/(sign-in|register|staff)\//.test(before) || before === location.pathname;
    } catch {
      return false;
    }
  };

  // Rows that script had added to a table are not there yet.
  const growTables = (wanted) => {
    for (const button of form.querySelectorAll("[data-add-row]")) {
      const first = button.closest("[data-rows]").querySelector("tbody :is(input, select)")?.name.replace(/-\d+-.*/, "-");
      const has = (name) => Boolean(form.elements.namedItem(name));
      const lacking = () => wanted.some((name) => first && name.startsWith(first) && !has(name));
      for (let row = 0; row < MOST_ROWS && lacking(); row += 1) button.click();
    }
  };

  const refill = (pairs) => {
    const values = new Map();
    for (const [name, value] of pairs) values.set(name, [...(values.get(name) ?? []), value]);
    growTables([...values.keys()]);
    for (const input of form.elements) {
      const given = values.get(input.name);
      if (input.type === "hidden" || input.type === "file" || input.type === "submit") continue;
      if (["radio", "checkbox"].includes(input.type)) input.checked = given?.includes(input.value) ?? false;
      else if (given) input.value = given.shift() ?? "";
    }
    form.dispatchEvent(new Event("gp:refilled"));
    form.dispatchEvent(new Event("input"));
    for (const words of document.querySelectorAll("[data-refilled]")) words.hidden = false;
  };

  const keep = (event) => {
    const pairs = [...new FormData(form)].filter(([name, value]) => name !== "csrfmiddlewaretoken" && typeof value === "string");
    sessionStorage.setItem(key, JSON.stringify({ at: Date.now(), sent: event.type === "submit", pairs }));
  };

  if (typed && cameBack()) refill(typed);
  for (const name of ["input", "change", "submit"]) form.addEventListener(name, keep);
  form.addEventListener("gp:saved", () => sessionStorage.removeItem(key));
  // Situation questions are saved with each answer and drawn anew.
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.elt?.id === "questions") form.dispatchEvent(new Event("gp:saved"));
  });
})();
