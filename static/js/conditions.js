// The logic of a form while it is filled in: what applies appears, what does not disappears and is not sent, what is computed
// is shown at once. The rows, in the order in which they are worked out, stand in #form-logic (cases/pages/formlogic.py); the
// rules are those of items/rules/forms.py, and the server asks all of them again.
(() => {
  "use strict";
  const form = document.getElementById("step-form");
  const source = document.getElementById("form-logic");
  if (!form || !source) return;
  const { number, day, dayText, fraction, rounded, isNumber, isDay, valueOf, holds, decoded } = gpForms;
  const logic = JSON.parse(source.textContent);
  const today = day(logic.today);
  const kept = Object.fromEntries(Object.entries(logic.facts).map(([name, fact]) => [name, decoded(fact)]));
  const NUMBERS = ["integer", "decimal", "percentage", "money"];

  const inputs = (name) => [...form.elements].filter((input) => input.name === name);
  const checked = (name) => inputs(name).filter((input) => input.checked).map((input) => input.value);
  const typed = (name) => inputs(name)[0]?.value.trim() ?? "";

  const cellFact = (type, text) => {
    if (type === "boolean") return { yes: true, no: false }[text] ?? null;
    if (NUMBERS.includes(type)) return number(text.replaceAll(",", ""));
    return type === "date" ? day(text) : text || null;
  };
  const tableFact = (row) => {
    const cells = [...form.elements].filter((input) => input.name.startsWith(`${row.key}-`));
    const rows = new Map();
    for (const cell of cells) {
      const [, place, key] = /^.*-(\d+)-(.+)$/.exec(cell.name) ?? [];
      if (place === undefined || !cell.value.trim()) continue;
      const type = row.columns.find((column) => column.key === key)?.type;
      rows.set(place, { ...rows.get(place), [key]: cellFact(type, cell.value.trim()) });
    }
    return rows.size ? [...rows.values()] : null;
  };
  const fileFact = (row) => {
    const stored = form.querySelectorAll(`[data-row="${row.key}"] [data-stored-file]`).length - checked(`${row.key}-drop`).length;
    const chosen = inputs(row.key).reduce((sum, input) => sum + (input.files?.length ?? 0), 0);
    return stored + chosen > 0 ? fraction(BigInt(stored + chosen)) : null;
  };
  // An answer on this page as conditions and formulas see it; null while there is none.
  const factHere = (row) => {
    if (row.type === "table") return tableFact(row);
    if (row.type === "multichoice") return checked(row.key).length ? checked(row.key) : null;
    if (row.type === "file") return fileFact(row);
    if (row.type === "signature") {
      const stored = form.querySelector(`[data-row="${row.key}"] [data-stored-file]`) && !checked(`${row.key}-drop`).length;
      return Boolean(typed(row.key) || typed(`${row.key}-typed`) || stored) || null;
    }
    if (row.type === "map_point") return typed(`${row.key}-lng`) ? typed(`${row.key}-address`) || null : null;
    const radio = inputs(row.key).some((input) => input.type === "radio");
    return cellFact(row.type, radio ? checked(row.key)[0] ?? "" : typed(row.key));
  };
  // A computed value as its row stores it: whole numbers, cents or so many places.
  const stored = (row, value) => {
    if (isNumber(value) && NUMBERS.includes(row.type)) return rounded(value, { integer: 0, money: 2 }[row.type] ?? row.places);
    if (isDay(value)) return row.type === "date" ? value : null;
    if (typeof value === "boolean") return row.type === "boolean" ? value : null;
    return typeof value === "string" && ["text", "textarea", "choice", "address"].includes(row.type) ? value || null : null;
  };

  const worked = () => {
    const facts = { ...kept };
    const seen = { visible: new Set(), required: new Set(), readonly: new Set(), facts };
    for (const row of logic.rows) {
      const name = `answer.${row.key}`;
      const held = kept[name] ?? null;
      delete facts[name];
      if (!row.parents.every((key) => seen.visible.has(key)) || !holds(row.visible_if, facts)) continue;
      seen.visible.add(row.key);
      if (row.type === "page" || row.type === "group") continue;
      const frozen = row.readonly_if !== null && holds(row.readonly_if, facts);
      if (row.tree || row.locked || frozen) seen.readonly.add(row.key);
      let fact = held;
      if (row.tree && !row.server) fact = stored(row, valueOf(row.tree, facts, today));
      else if (row.here && frozen) fact = row.held;
      else if (row.here && !row.locked && !row.tree) fact = factHere(row);
      if (fact !== null && fact !== undefined) facts[name] = fact;
    }
    for (const row of logic.rows) {
      const asks = row.required || (row.required_if !== null && holds(row.required_if, facts));
      if (seen.visible.has(row.key) && !row.tree && asks) seen.required.add(row.key);
    }
    return seen;
  };

  const words = (row, value, place) => {
    if (typeof value === "boolean") return value ? place.dataset.yes : place.dataset.no;
    if (isDay(value)) return dayText(value);
    if (!isNumber(value)) return value;
    const places = { integer: 0, money: 2 }[row.type] ?? row.places;
    const scaled = rounded(value, places).n * (10n ** BigInt(places)) / rounded(value, places).d;
    const digits = String(scaled < 0n ? -scaled : scaled).padStart(places + 1, "0");
    const whole = places ? digits.slice(0, -places) : digits;
    const grouped = row.type === "money" ? whole.replace(/\B(?=(\d{3})+$)/g, ",") : whole;
    return `${scaled < 0n ? "-" : ""}${grouped}${places ? `.${digits.slice(-places)}` : ""}`;
  };
  const show = (row, value) => {
    for (const place of form.querySelectorAll(`[data-computed="${row.key}"]`)) {
      const inner = document.createElement("span");
      const known = value !== undefined && value !== null;
      inner.className = known ? "gp-num" : "gp-muted";
      inner.textContent = known ? words(row, value, place) : place.dataset.none;
      const unit = row.type === "percentage" ? "%" : row.unit;
      place.replaceChildren(inner, known && unit ? ` ${unit}` : "");
    }
  };

  const renew = () => {
    const seen = worked();
    for (const row of logic.rows) {
      if (row.tree) show(row, seen.facts[`answer.${row.key}`]);
      for (const part of form.querySelectorAll(`[data-row="${row.key}"]`)) {
        part.hidden = !seen.visible.has(row.key);
        for (const small of part.querySelectorAll("[data-optional]")) small.hidden = seen.required.has(row.key);
        if (row.type === "page" || row.type === "group") continue;
        for (const input of part.querySelectorAll("input, select, textarea")) {
          input.dataset.locked ??= String(input.disabled);
          input.disabled = part.hidden || seen.readonly.has(row.key) || input.dataset.locked === "true";
        }
      }
    }
    form.gpLogic = seen;
  };

  // What is saved is what a row keeps once a condition makes it read-only.
  for (const row of logic.rows) row.held = decoded(row.held);
  form.addEventListener("gp:saved", () => {
    for (const row of logic.rows) if (row.readonly_if && row.here && !form.gpLogic.readonly.has(row.key)) row.held = factHere(row);
  });

  for (const name of ["input", "change", "gp:refilled"]) form.addEventListener(name, renew);
  // What only the server can work out comes with the answer of each saving.
  form.addEventListener("gp:worked", (event) => {
    for (const [name, fact] of Object.entries(event.detail ?? {})) kept[name] = decoded(fact);
    renew();
  });
  renew();
})();
