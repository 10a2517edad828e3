// Live parts: an element data-stream="<address>" data-refresh="<page>" listens to one channel. A message is only a hint:
// the part is fetched anew from data-refresh, also after every reconnection, so nothing depends on a message arriving.
// Each message is told to the element first, as an event gp:message with the parsed payload.
(() => {
  "use strict";
  const WAITS_MS = [1000, 2000, 5000, 10000];

  const refresh = async (part) => {
    const answer = await fetch(part.dataset.refresh, { credentials: "same-origin", headers: { "HX-Request": "true" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(part.id);
    if (!fresh) return;
    part.dataset.stream = fresh.dataset.stream;
    for (const piece of document.querySelectorAll("[data-live][id]")) {
      const newer = page.getElementById(piece.id);
      if (newer) piece.replaceChildren(...newer.childNodes);
    }
    window.htmx?.process(document.body);
  };

  const listen = (part) => {
    let failures = 0;
    let running = false;
    let again = false;
    const renew = async () => {
      if (running) {
        again = true;
        return;
      }
      running = true;
      try {
        await refresh(part);
        part.removeAttribute("data-offline");
      } catch {
        part.dataset.offline = "";
      }
      running = false;
      if (again) {
        again = false;
        renew();
      }
    };
    const open = () => {
      const source = new EventSource(part.dataset.stream);
      source.addEventListener("open", () => {
        if (failures) renew();
        failures = 0;
      });
      source.addEventListener("message", (event) => {
        part.dispatchEvent(new CustomEvent("gp:message", { detail: JSON.parse(event.data) }));
        renew();
      });
      source.addEventListener("error", () => {
        failures += 1;
        part.dataset.offline = "";
        if (source.readyState !== EventSource.CLOSED) return;
        // Refused: the token may be too old. The page gives a new one.
        setTimeout(async () => {
          await renew();
          open();
        }, WAITS_MS[Math.min(failures, WAITS_MS.length) - 1]);
      });
    };
    open();
  };

  for (const part of document.querySelectorAll("[data-stream]")) if (part.dataset.stream) listen(part);

  // Clocks on the wall follow the machine's time, in Shanghai.
  const shanghai = { timeZone: "Asia/Shanghai", hour: "2-digit", minute: "2-digit", hour12: false };
  setInterval(() => {
    const now = new Date().toLocaleTimeString("zh-CN", shanghai);
    for (const clock of document.querySelectorAll("time[data-clock] b")) clock.textContent = now;
  }, 10000);
})();
