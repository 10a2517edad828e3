// After every saving ("gp:saved" on the editor) the page is asked for again and whatever the checks say ([data-checks], named by its
// place) takes the words of now: the panel, the list of parts, the drawing of the route, the faults beside fields. What somebody is
// typing is never touched.
(() => {
  "use strict";
  const editor = document.getElementById("editor");
  if (!editor) return;
  let latest = 0;

  const marked = (root) => new Map([...root.querySelectorAll("[data-checks]")].map((one) => [one.dataset.checks, one]));

  // A fault beside a field belongs to it for those who hear the page, too.
  const tell = (place) => {
    const field = document.getElementById(place.dataset.checks);
    if (!field?.matches("input, select, textarea")) return;
    if (place.childElementCount) {
      field.setAttribute("aria-invalid", "true");
      field.setAttribute("aria-describedby", place.id);
    } else {
      field.removeAttribute("aria-invalid");
      field.removeAttribute("aria-describedby");
    }
  };

  editor.addEventListener("gp:saved", async () => {
    const asked = ++latest;
    const answer = await fetch(location.pathname, { credentials: "same-origin" }).catch(() => null);
    if (!answer?.ok || answer.redirected || asked !== latest) return;
    const now = marked(new DOMParser().parseFromString(await answer.text(), "text/html"));
    for (const [name, place] of marked(document)) {
      const fresh = now.get(name);
      if (!fresh || fresh.innerHTML === place.innerHTML) continue;
      place.replaceChildren(...fresh.childNodes);
      tell(place);
    }
  });
})();
