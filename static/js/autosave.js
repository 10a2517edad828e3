// A form with data-autosave="<address>" saves itself while it is filled in. The address answers 204, or JSON
// {"saved_at": "10:42", "all": true, "facts": {}}; `all` is false when something typed did not pass and was left out. What could
// not be saved is tried again; 409 with {"words"} is said and not tried again, with "conflict" there is a button that sends the
// form. `revision` names the state that was saved, for forms with an input of that name. "gp:saved" on the form says that
// everything typed is with the server, "gp:worked" brings the facts only the server works out.
(() => {
  "use strict";
  const QUIET_MS = 1200;
  const RETRY_MS = 8000;
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const sign = document.querySelector("[data-saved]");
  let timer = 0;
  let dirty = false;

  const say = (icon, words) => {
    if (!sign) return;
    const mark = document.createElement("i");
    mark.className = `ti ti-${icon}`;
    mark.setAttribute("aria-hidden", "true");
    sign.replaceChildren(mark, words);
  };
  const clock = () => new Date().toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false });
  const body = () => {
    const data = new FormData(form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    return data;
  };

  // Without a session nothing can be saved any more; saying "trying again" would be untrue.
  const ended = () => {
    dirty = true;
    say("cloud-off", sign?.dataset.endedWords ?? "");
    const way = document.createElement("a");
    way.className = "gp-link";
    way.href = `${sign?.dataset.signIn}?next=${encodeURIComponent(location.pathname)}`;
    way.textContent = sign?.dataset.signInWords ?? "";
    sign?.append(way);
  };

  // Two people wrote at one place: sending the form as it stands leads to the page where both can be seen.
  const refused = ({ words, conflict }) => {
    say("alert-triangle", words);
    if (!conflict || !sign) return;
    const way = document.createElement("button");
    Object.assign(way, { type: "button", className: "gp-link", textContent: sign.dataset.chooseWords });
    way.addEventListener("click", () => form.requestSubmit());
    sign.append(way);
  };

  const save = async () => {
    dirty = false;
    say("cloud-up", sign?.dataset.savingWords ?? "");
    try {
      const answer = await fetch(form.dataset.autosave, { method: "POST", body: body(), credentials: "same-origin" });
      if (answer.redirected || answer.status === 403) return ended();
      if (answer.status === 409) return refused(await answer.json());
      if (!answer.ok) throw new Error(String(answer.status));
      const json = answer.headers.get("content-type")?.includes("json") ? await answer.json() : {};
      if (json.revision) form.elements.revision.value = json.revision;
      say("cloud-check", `${sign?.dataset.savedWords ?? ""} ${json.saved_at ?? clock()}`);
      if (json.facts) form.dispatchEvent(new CustomEvent("gp:worked", { detail: json.facts }));
      if (!dirty && json.all !== false) form.dispatchEvent(new Event("gp:saved"));
    } catch {
      dirty = true;
      say("cloud-off", sign?.dataset.failedWords ?? "");
      timer = setTimeout(save, RETRY_MS);
    }
  };
  const soon = () => {
    dirty = true;
    clearTimeout(timer);
    timer = setTimeout(save, QUIET_MS);
  };

  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    dirty = false;
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "hidden" || !dirty) return;
    clearTimeout(timer);
    if (navigator.sendBeacon(form.dataset.autosave, body())) dirty = false;
  });
})();
