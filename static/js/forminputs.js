// Inputs of forms that are more than one line: the tree of regions level by level, the point on the map, the signature pad.
// Each of them can be filled in without this file.
(() => {
  "use strict";
  const told = (input) => input.dispatchEvent(new Event("change", { bubbles: true }));

  // One list per level, made of the tree beside the list of all places.
  const cascade = (box) => {
    const whole = box.querySelector("select");
    const places = [...box.querySelector("template").content.children].map((place) => ({
      ...{ code: place.dataset.code, parent: place.dataset.parent, name: place.textContent },
      ends: place.hasAttribute("data-ends"),
    }));
    const byCode = new Map(places.map((place) => [place.code, place]));
    const below = (code) => places.filter((place) => place.parent === code);
    const path = (code) => (byCode.has(code) ? [...path(byCode.get(code).parent), code] : []);
    const level = (code, chosen, number) => {
      const list = document.createElement("select");
      list.className = "gp-input";
      list.disabled = whole.disabled;
      list.setAttribute("aria-label", `${whole.labels?.[0]?.firstChild?.textContent ?? ""} ${number}`.trim());
      list.append(new Option("", ""), ...below(code).map((place) => new Option(place.name, place.code, false, place.code === chosen)));
      list.addEventListener("change", (event) => {
        event.stopPropagation();
        whole.value = byCode.get(list.value)?.ends ? list.value : "";
        draw(list.value || code);
        told(whole);
        lists.children[number]?.focus();
      });
      return list;
    };
    const lists = document.createElement("div");
    lists.className = "gp-region__levels";
    let drawn = "";
    const draw = (code) => {
      drawn = code;
      let way = path(code);
      // A level with one place is no question.
      for (let only = below(way.at(-1) ?? ""); only.length === 1; only = below(only[0].code)) way = [...way, only[0].code];
      const steps = ["", ...way];
      const asked = steps.filter((step) => below(step).length > 1);
      lists.replaceChildren(...asked.map((step, place) => level(step, steps[steps.indexOf(step) + 1] ?? "", place + 1)));
    };
    draw(whole.value);
    whole.hidden = true;
    whole.before(lists);
    whole.form?.addEventListener("gp:refilled", () => draw(whole.value));
    new MutationObserver(() => {
      for (const list of lists.children) list.disabled = whole.disabled;
    }).observe(whole, { attributeFilter: ["disabled"] });
    return drawn;
  };

  const NAMESPACE = "http://www.w3.org/2000/svg";
  const drawn = (name, attributes) => {
    const part = document.createElementNS(NAMESPACE, name);
    for (const [key, value] of Object.entries(attributes)) part.setAttribute(key, value);
    return part;
  };
  const map = (box) => {
    const [west, south, east, north] = box.dataset.bounds.split(",").map(Number);
    const [lng, lat] = ["lng", "lat"].map((part) => box.querySelector(`[name$="-${part}"]`));
    const plane = box.querySelector("[data-plane]");
    const [width, height] = [400, 240];
    for (let x = 50; x < width; x += 50) plane.append(drawn("line", { x1: x, x2: x, y1: 0, y2: height, class: "gp-map__line" }));
    for (let y = 40; y < height; y += 40) plane.append(drawn("line", { x1: 0, x2: width, y1: y, y2: y, class: "gp-map__line" }));
    const words = (x, y, anchor, text) => {
      const label = drawn("text", { x, y, "text-anchor": anchor, class: "gp-map__words" });
      label.textContent = text;
      plane.append(label);
    };
    words(6, height - 8, "start", `${west}° E, ${south}° N`);
    words(width - 6, 18, "end", `${east}° E, ${north}° N`);
    const point = drawn("circle", { r: 7, class: "gp-map__point" });
    plane.append(point);
    const place = () => {
      const [x, y] = [(lng.value - west) / (east - west), (north - lat.value) / (north - south)];
      const inside = lng.value !== "" && lat.value !== "" && x >= 0 && x <= 1 && y >= 0 && y <= 1;
      point.setAttribute("visibility", inside ? "visible" : "hidden");
      if (!inside) return;
      point.setAttribute("cx", x * width);
      point.setAttribute("cy", y * height);
    };
    const set = (east_, north_) => {
      lng.value = east_.toFixed(6);
      lat.value = north_.toFixed(6);
      place();
      told(lng);
    };
    plane.addEventListener("click", (event) => {
      if (lng.disabled) return;
      const edge = plane.getBoundingClientRect();
      const [x, y] = [(event.clientX - edge.left) / edge.width, (event.clientY - edge.top) / edge.height];
      set(west + x * (east - west), north - y * (north - south));
    });
    for (const input of [lng, lat]) input.addEventListener("input", place);
    plane.removeAttribute("hidden");
    place();
    const button = box.querySelector("[data-locate]");
    const said = box.querySelector("[data-locate-words]");
    button.hidden = !navigator.geolocation;
    button.addEventListener("click", () => {
      said.hidden = true;
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => set(coords.longitude, coords.latitude),
        () => {
          said.textContent = button.dataset.refusedWords;
          said.hidden = false;
        },
      );
    });
  };

  const sign = (box) => {
    const [pad, drawing] = [box.querySelector("[data-pad]"), box.querySelector("[data-drawing]")];
    const canvas = pad.querySelector("canvas");
    const pen = canvas.getContext("2d");
    const clear = () => {
      pen.fillStyle = "#fff";
      pen.fillRect(0, 0, canvas.width, canvas.height);
      pen.strokeStyle = "#111";
      pen.lineWidth = 4;
      pen.lineCap = pen.lineJoin = "round";
    };
    const at = (event) => {
      const edge = canvas.getBoundingClientRect();
      return [((event.clientX - edge.left) * canvas.width) / edge.width, ((event.clientY - edge.top) * canvas.height) / edge.height];
    };
    canvas.addEventListener("pointerdown", (event) => {
      if (drawing.disabled) return;
      event.preventDefault();
      canvas.setPointerCapture(event.pointerId);
      pen.beginPath();
      pen.moveTo(...at(event));
      canvas.dataset.signing = "";
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!("signing" in canvas.dataset)) return;
      pen.lineTo(...at(event));
      pen.stroke();
    });
    for (const name of ["pointerup", "pointercancel"]) {
      canvas.addEventListener(name, () => {
        if (!("signing" in canvas.dataset)) return;
        delete canvas.dataset.signing;
        drawing.value = canvas.toDataURL("image/png");
        told(drawing);
      });
    }
    box.querySelector("[data-clear]").addEventListener("click", () => {
      clear();
      drawing.value = "";
      told(drawing);
    });
    clear();
    pad.hidden = false;
  };

  for (const box of document.querySelectorAll("[data-region]")) cascade(box);
  for (const box of document.querySelectorAll("[data-map]")) map(box);
  for (const box of document.querySelectorAll("[data-sign]")) sign(box);
})();
