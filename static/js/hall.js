// The hall screen: every call is shown at once, calls of the same seconds one below the other, and spoken twice, five
// seconds apart, one voice at a time. Messages of the stream:
// {"event": "called", "ticket": "C017", "window": "C01", "zone": 3, "words": "请 C017 号到 C01 窗口"}.
// What the page says after each refresh has the last word: #hall-called lists the numbers called at this moment.
(() => {
  "use strict";
  const FRESH_MS = 8000;
  const SHOWN_AT_ONCE = 3;
  const AGAIN_MS = 5000;
  const TIMES_SPOKEN = 2;
  const part = document.getElementById("calls");
  const stack = part?.querySelector("[data-calls]");
  const form = document.getElementById("now-call");
  const called = document.getElementById("hall-called");
  if (!part || !stack || !form || !called) return;
  const sayings = [];
  let speaking = false;

  const numberOf = (shown) => shown.querySelector("[data-ticket]").textContent;
  const isFresh = (shown) => Date.now() - Number(shown.dataset.at ?? 0) < FRESH_MS;

  const show = (ticket, window, at) => {
    for (const before of [...stack.children]) if (numberOf(before) === ticket) before.remove();
    const drawn = form.content.firstElementChild.cloneNode(true);
    drawn.querySelector("[data-ticket]").textContent = ticket;
    drawn.querySelector("[data-window]").textContent = window;
    drawn.dataset.at = String(at);
    stack.prepend(drawn);
  };

  // Fresh calls stay; of the others only the latest, and only while its number is still called.
  const tidy = () => {
    const still = new Set([...called.children].map((one) => one.dataset.number));
    [...stack.children].forEach((shown, place) => {
      if (place >= SHOWN_AT_ONCE || (!isFresh(shown) && (place > 0 || !still.has(numberOf(shown))))) shown.remove();
    });
    part.querySelector("[data-quiet]").hidden = stack.childElementCount > 0;
  };

  const follow = () => {
    const latest = called.firstElementChild;
    if (latest && !stack.childElementCount) show(latest.dataset.number, latest.dataset.to, 0);
    tidy();
  };

  const speak = async () => {
    if (speaking) return;
    speaking = true;
    while (sayings.length) {
      sayings.sort((one, other) => one.at - other.at);
      const wait = sayings[0].at - Date.now();
      if (wait > 0) {
        await new Promise((done) => setTimeout(done, Math.min(wait, 200)));
        continue;
      }
      const saying = sayings.shift();
      const begun = Date.now();
      await window.gpSpeak(saying.words);
      if (saying.left > 1) sayings.push({ ...saying, left: saying.left - 1, at: begun + AGAIN_MS });
    }
    speaking = false;
  };

  part.addEventListener("gp:message", (event) => {
    const call = event.detail;
    if (call.event !== "called") return;
    if (part.dataset.zone && part.dataset.zone !== String(call.zone)) return;
    show(call.ticket, call.window, Date.now());
    tidy();
    sayings.push({ words: call.words, left: TIMES_SPOKEN, at: Date.now() });
    speak();
  });
  new MutationObserver(follow).observe(called, { childList: true });
  setInterval(follow, 1000);
})();
