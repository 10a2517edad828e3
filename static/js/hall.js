// The hall screen: calls are shown large and spoken one after the other, so that two calls in a second both are seen.
// Messages of the stream: {"event": "called", "ticket": "C017", "window": "C01", "words": "请 C017 号到 C01 窗口"}.
(() => {
  "use strict";
  const SHOWN_MS = 2500;
  const TIMES_SPOKEN = 2;
  const part = document.getElementById("calls");
  if (!part) return;
  const waiting = [];
  let busy = false;

  const show = (call) => {
    part.querySelector("[data-ticket]").textContent = call.ticket;
    part.querySelector("[data-window]").textContent = call.window;
    part.querySelector("[data-now]").hidden = false;
    part.querySelector("[data-quiet]")?.setAttribute("hidden", "");
  };

  const next = async () => {
    const call = waiting.shift();
    if (!call) {
      busy = false;
      return;
    }
    busy = true;
    show(call);
    const seen = new Promise((done) => setTimeout(done, SHOWN_MS));
    for (let time = 0; time < TIMES_SPOKEN; time += 1) await window.gpSpeak(call.words);
    await seen;
    next();
  };

  part.addEventListener("gp:message", (event) => {
    if (event.detail.event !== "called") return;
    waiting.push(event.detail);
    if (!busy) next();
  });
})();
