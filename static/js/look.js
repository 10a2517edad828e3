// The preview beside the editor ([data-look]): it is loaded anew after every saving ("gp:saved" on the editor) and stays where it
// was, with what was typed into it and how far it was scrolled. What is shown and how wide is remembered in this tab. Without this
// file the frame shows the draft as it was when the page was opened.
(() => {
  "use strict";
  const look = document.querySelector("[data-look]");
  if (!look) return;
  const PLACE = `gp-look:${location.pathname.replace(/parts\/.*/, "")}`;
  const DESKTOP_PX = 1180;
  const TRIED = "#step-form, .gp-ask form";
  const stage = look.querySelector(".gp-look__stage");
  const ways = [...look.querySelectorAll("[data-look-way]")];
  const widths = [...look.querySelectorAll("[name=look-width]")];
  const kept = JSON.parse(sessionStorage.getItem(PLACE) ?? "{}");
  const frame = () => stage.querySelector("iframe:not([data-coming])");
  const way = () => ways.find((one) => one.hasAttribute("aria-current"));
  const inside = (one) => {
    try {
      return one.contentDocument?.documentElement ? one.contentWindow : null;
    } catch {
      return null;
    }
  };

  const remember = () => {
    const state = {
      open: look.open,
      part: location.pathname,
      way: way()?.dataset.lookWay,
      width: widths.find((one) => one.checked)?.value,
      top: inside(frame())?.scrollY ?? 0,
    };
    sessionStorage.setItem(PLACE, JSON.stringify(state));
  };

  // Pages may not be framed, previews may: links and other forms of a preview open windows of their own.
  const tame = (one) => {
    for (const link of inside(one)?.document.querySelectorAll("a[href]:not([href^='#'])") ?? []) link.target = "_blank";
    for (const form of inside(one)?.document.forms ?? []) if (!form.matches(TRIED)) form.target = "_blank";
  };

  // A second frame loads behind the first and takes its place when it is there: nothing flickers, nothing jumps.
  const renewed = (href, top, form) => {
    for (const late of stage.querySelectorAll("[data-coming]")) late.remove();
    const old = frame();
    const next = old.cloneNode();
    next.removeAttribute("src");
    next.removeAttribute("loading");
    next.name = `look-${Date.now()}`;
    next.dataset.coming = "";
    next.addEventListener("load", () => {
      if (inside(next)?.location.href === "about:blank") return;
      tame(next);
      if (!next.isConnected || next.dataset.coming === undefined) return;
      inside(next)?.scrollTo({ top, behavior: "instant" });
      delete next.dataset.coming;
      old.remove();
      next.name = "look-frame";
      remember();
    });
    stage.append(next);
    if (form?.method === "post") sent(form, href, next.name);
    else next.src = form ? `${href.split("?")[0]}?${new URLSearchParams(new FormData(form))}` : href;
  };

  // What was typed into the preview goes along; files do not.
  const sent = (form, href, target) => {
    const copy = document.createElement("form");
    Object.assign(copy, { method: "post", action: href, target, hidden: true });
    const pairs = [...new FormData(form)].filter(([name, value]) => name !== "deed" && typeof value === "string");
    for (const [name, value] of [...pairs, ["deed", "look"]]) {
      copy.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    }
    document.body.append(copy);
    copy.submit();
    copy.remove();
  };

  const again = () => {
    if (!look.open) return;
    const shown = inside(frame());
    renewed(way().href, shown?.scrollY ?? 0, shown?.document.querySelector(TRIED));
  };

  const choose = (chosen) => {
    for (const one of ways) one.toggleAttribute("aria-current", one === chosen);
    chosen.setAttribute("aria-current", "true");
    look.querySelector("[data-look-own]").href = chosen.href;
  };

  const fit = () => {
    const room = stage.clientWidth;
    if (room) stage.style.setProperty("--look-scale", String(Math.min(1, room / DESKTOP_PX)));
  };

  for (const one of ways) {
    one.addEventListener("click", (event) => {
      event.preventDefault();
      choose(one);
      renewed(one.href, 0, null);
    });
  }
  for (const one of widths) one.addEventListener("change", () => (fit(), remember()));
  look.addEventListener("toggle", () => {
    fit();
    remember();
  });
  new ResizeObserver(fit).observe(stage);
  document.getElementById("editor")?.addEventListener("gp:saved", again);
  frame().addEventListener("load", () => {
    tame(frame());
    if (kept.part === location.pathname) inside(frame())?.scrollTo({ top: kept.top ?? 0, behavior: "instant" });
  }, { once: true });
  window.addEventListener("pagehide", remember);

  const wanted = widths.find((one) => one.value === kept.width);
  if (wanted) wanted.checked = true;
  const chosen = kept.part === location.pathname && ways.find((one) => one.dataset.lookWay === kept.way);
  if (chosen && chosen !== way()) {
    choose(chosen);
    frame().src = chosen.href;
  }
  if (kept.open) look.open = true;
})();
