// Speaking: window.gpSpeak(words) -> a promise that ends with the voice; buttons data-speak="#part" read a part aloud.
(() => {
  "use strict";
  const synth = window.speechSynthesis;
  const LONGEST_MS = 12000;

  window.gpSpeak = (words) =>
    new Promise((done) => {
      if (!synth || !words) return done();
      const voice = new SpeechSynthesisUtterance(words);
      voice.lang = document.documentElement.lang.startsWith("zh") ? "zh-CN" : document.documentElement.lang;
      voice.rate = 0.9;
      // Machines without a voice never say they are finished.
      const limit = setTimeout(done, LONGEST_MS);
      voice.onend = voice.onerror = () => {
        clearTimeout(limit);
        done();
      };
      synth.speak(voice);
    });

  if (!synth) return;
  for (const button of document.querySelectorAll("[data-speak]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const speaking = button.getAttribute("aria-pressed") === "true";
      synth.cancel();
      button.setAttribute("aria-pressed", String(!speaking));
      if (speaking) return;
      await window.gpSpeak(document.querySelector(button.dataset.speak)?.innerText);
      button.setAttribute("aria-pressed", "false");
    });
  }
})();
