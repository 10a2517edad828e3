// The formula and condition language of forms: what items/rules/formulas/evaluating.py and core/conditions.py do on the
// server, value by value. A value is null, a fraction {n, d} of big integers, a text, a truth, a day {day}, or a list.
const gpForms = (() => {
  "use strict";
  const BIGGEST = 10n ** 100n;
  const FIRST_DAY = Date.UTC(1000, 0, 1) / 86400000;
  const LAST_DAY = Date.UTC(9999, 11, 31) / 86400000;

  const abs = (n) => (n < 0n ? -n : n);
  const divisor = (a, b) => {
    while (b) [a, b] = [b, a % b];
    return a;
  };
  const fraction = (n, d = 1n) => {
    if (d < 0n) [n, d] = [-n, -d];
    const common = divisor(abs(n), d) || 1n;
    [n, d] = [n / common, d / common];
    return abs(n) > BIGGEST || d > BIGGEST ? null : { n, d };
  };
  const isNumber = (value) => value !== null && typeof value === "object" && "d" in value;
  const isDay = (value) => value !== null && typeof value === "object" && "day" in value;

  // The exact number a text spells, null for any other text.
  const number = (text) => {
    const found = /^([-+]?)(\d{0,40})(?:\.(\d{0,20}))?$/.exec(String(text).trim());
    if (!found || !(found[2] || found[3])) return null;
    const [, sign, whole, rest = ""] = found;
    return fraction(BigInt(`${whole}${rest}`) * (sign === "-" ? -1n : 1n), 10n ** BigInt(rest.length));
  };
  const day = (text) => {
    const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
    if (!found) return null;
    const moment = new Date(Date.UTC(+found[1], found[2] - 1, +found[3]));
    moment.setUTCFullYear(+found[1]);
    return moment.getUTCMonth() + 1 === +found[2] && moment.getUTCDate() === +found[3] ? { day: moment / 86400000 } : null;
  };
  const dayText = (value) => new Date(value.day * 86400000).toISOString().slice(0, 10);

  const rounded = (value, places) => {
    const scale = 10n ** BigInt(places);
    const whole = (abs(value.n) * scale * 2n + value.d) / (value.d * 2n);
    return fraction(value.n < 0n ? -whole : whole, scale);
  };
  const floor = (value) => fraction(value.n / value.d - (value.n < 0n && value.n % value.d ? 1n : 0n));
  const same = (one, other) => {
    if (one === null || other === null) return false;
    if (isNumber(one) && isNumber(other)) return one.n === other.n && one.d === other.d;
    if (isDay(one) && isDay(other)) return one.day === other.day;
    if (Array.isArray(one) && Array.isArray(other)) return one.length === other.length && one.every((part, place) => part === other[place]);
    return typeof one === typeof other && one === other;
  };
  const less = (one, other) => {
    if (isNumber(one) && isNumber(other)) return one.n * other.d < other.n * one.d;
    return isDay(one) && isDay(other) && one.day < other.day;
  };
  const orderable = (value) => isNumber(value) || isDay(value);
  const atMost = (one, other) => less(one, other) || (orderable(one) && same(one, other));
  const shifted = (start, days, sign) => {
    if (!isDay(start) || !isNumber(days) || days.d !== 1n) return null;
    const end = BigInt(start.day) + BigInt(sign) * days.n;
    return end >= BigInt(FIRST_DAY) && end <= BigInt(LAST_DAY) ? { day: Number(end) } : null;
  };
  const numbers = (one, other, work) => (isNumber(one) && isNumber(other) ? work(one, other) : null);
  const best = (values, better) => {
    const known = values.filter((value) => value !== null);
    if (!known.length || !(known.every(isNumber) || known.every(isDay))) return null;
    return known.reduce((kept, value) => (better(value, kept) ? value : kept));
  };
  const age = (born, on) => {
    if (!isDay(born) || !isDay(on) || less(on, born)) return null;
    const [a, b] = [dayText(born), dayText(on)];
    return fraction(BigInt(b.slice(0, 4)) - BigInt(a.slice(0, 4)) - (b.slice(5) < a.slice(5) ? 1n : 0n));
  };
  const subtract = (one, other) => {
    if (isDay(one) && isDay(other)) return fraction(BigInt(one.day - other.day));
    return numbers(one, other, (a, b) => fraction(a.n * b.d - b.n * a.d, a.d * b.d)) ?? shifted(one, other, -1);
  };
  const add = (one, other) => {
    if (typeof one === "string" && typeof other === "string") return [...(one + other)].slice(0, 1000).join("");
    return numbers(one, other, (a, b) => fraction(a.n * b.d + b.n * a.d, a.d * b.d)) ?? shifted(one, other, 1);
  };
  const round = (value, places = { n: 0n, d: 1n }) => {
    const fits = isNumber(places) && places.d === 1n && places.n >= 0n && places.n <= 6n;
    return isNumber(value) && fits ? rounded(value, places.n) : null;
  };

  const calls = {
    "+": add,
    "-": subtract,
    "*": (one, other) => numbers(one, other, (a, b) => fraction(a.n * b.n, a.d * b.d)),
    "/": (one, other) => numbers(one, other, (a, b) => (b.n ? fraction(a.n * b.d, a.d * b.n) : null)),
    neg: (value) => (isNumber(value) ? fraction(-value.n, value.d) : null),
    "=": same,
    "<>": (one, other) => one !== null && other !== null && !same(one, other),
    "<": less,
    ">": (one, other) => less(other, one),
    "<=": atMost,
    ">=": (one, other) => atMost(other, one),
    not: (value) => value !== true,
    round,
    floor: (value) => (isNumber(value) ? floor(value) : null),
    ceil: (value) => (isNumber(value) ? calls.neg(floor(calls.neg(value))) : null),
    abs: (value) => (isNumber(value) ? fraction(abs(value.n), value.d) : null),
    min: (...values) => best(values, less),
    max: (...values) => best(values, (one, other) => less(other, one)),
    days: (first, last) => (isDay(first) && isDay(last) ? subtract(last, first) : null),
    given: (value) => value !== null,
    has: (chosen, option) => Array.isArray(chosen) && chosen.includes(option),
  };

  const plain = (fact) => {
    if (fact === undefined || fact === null || fact === "") return null;
    if (!Array.isArray(fact)) return fact;
    return fact.length && fact.every((one) => typeof one === "string") ? fact : null;
  };
  const rowsOf = (tree, facts, today) => {
    const [, name, table, inner] = tree;
    const found = Array.isArray(facts[table]) ? facts[table].filter((row) => row !== null && typeof row === "object") : [];
    if (inner === null) return fraction(BigInt(found.length));
    const values = found.map((row) => valueOf(inner, facts, today, row));
    if (name === "count") return fraction(BigInt(values.filter((value) => value === true).length));
    return values.reduce((total, value) => (isNumber(value) && total !== null ? add(total, value) : total), fraction(0n));
  };
  const valueOf = (tree, facts, today, row = {}) => {
    const [kind, name, ...parts] = tree;
    const part = (place) => valueOf(parts[place], facts, today, row);
    if (kind === "number") return number(name);
    if (kind === "text" || kind === "truth") return name;
    if (kind === "fact") return plain(facts[name]);
    if (kind === "column") return plain(row[name]);
    if (kind === "rows") return rowsOf(tree, facts, today);
    if (name === "if") return part(0) === true ? part(1) : part(2);
    if (name === "and") return part(0) === true && part(1) === true;
    if (name === "or") return part(0) === true || part(1) === true;
    if (name === "today") return today;
    if (name === "age") return age(part(0), parts.length > 1 ? part(1) : today);
    if (name === "workdays") return null;
    return calls[name](...parts.map((_part, place) => part(place)));
  };

  // Conditions compare a fact with a value of JSON; without the fact every comparison is false.
  const operand = (value) => {
    if (typeof value === "number") return number(value);
    return isDay(value) ? dayText(value) : value;
  };
  const compare = (op, fact, wanted) => {
    if (fact === undefined || fact === null) return false;
    if (op === "in") return wanted.some((one) => compare("eq", fact, one));
    if (op === "contains") {
      if (typeof fact === "string") return typeof wanted === "string" && fact.includes(wanted);
      return Array.isArray(fact) && fact.some((one) => compare("eq", one, wanted));
    }
    let [left, right] = [operand(fact), operand(wanted)];
    if (isNumber(left) && typeof right === "string") right = number(right) ?? right;
    if (isNumber(right) && typeof left === "string") left = number(left) ?? left;
    if (op === "eq" || op === "ne") return same(left, right) === (op === "eq");
    if (typeof left === "string" && typeof right === "string") {
      return { lt: left < right, le: left <= right, gt: left > right, ge: left >= right }[op];
    }
    if (!isNumber(left) || !isNumber(right)) return false;
    return { lt: less(left, right), le: atMost(left, right), gt: less(right, left), ge: atMost(right, left) }[op];
  };
  const holds = (condition, facts) => {
    if (condition === null) return true;
    if (condition.all) return condition.all.every((part) => holds(part, facts));
    if (condition.any) return condition.any.some((part) => holds(part, facts));
    if (condition.not) return !holds(condition.not, facts);
    return compare(condition.op, facts[condition.fact], condition.value);
  };

  // A fact as the server wrote it.
  const decoded = (fact) => {
    if (Array.isArray(fact)) return fact.map(decoded);
    if (fact === null || typeof fact !== "object") return fact;
    if ("number" in fact) return number(fact.number);
    if ("day" in fact) return day(fact.day);
    return Object.fromEntries(Object.entries(fact.row).map(([key, part]) => [key, decoded(part)]));
  };

  return { number, day, dayText, fraction, rounded, isNumber, isDay, valueOf, holds, decoded };
})();
