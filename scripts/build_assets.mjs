// Puts everything pages need from npm, and our own stylesheets joined in order, under static/vendor/.
// Run by `npm run build`; the folder is made anew each time and never committed.

import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import subsetFont from "subset-font";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const OUT = join(ROOT, "static", "vendor");
const MODULES = join(ROOT, "node_modules");

const COPIES = {
  "tabler.min.css": "@tabler/core/dist/css/tabler.min.css",
  "echarts.min.js": "echarts/dist/echarts.min.js",
  "htmx.min.js": "htmx.org/dist/htmx.min.js",
};

// Later files may override earlier ones: the order is part of the design.
const SHEETS = {
  "citizen.css": {
    shared: ["tokens", "base", "frame", "identity", "buttons", "badges", "cards", "clock", "errors", "materials",
      "timeline", "notices", "helpers", "forms", "steps", "lists", "closing", "menus", "upload", "talk", "panels", "pages"],
    citizen: ["home", "sections", "finding", "lifeevents", "guide", "apply", "space", "verify", "show", "elder", "gallery"],
  },
  "staff.css": { staff: ["frame", "intake", "inbox", "review", "dashboard", "alarm", "catalogue", "figures", "chain", "words", "books", "parcels", "capture", "calendar"] },
  "devices.css": { devices: ["fit", "kiosk", "hall", "pad"] },
};

const SOURCES = new Set([".html", ".py", ".js", ".mjs", ".yaml"]);
const SKIPPED = new Set(["node_modules", "vendor", "var", "locale", "requirements", "migrations", "docs", "bench"]);

function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name.startsWith(".") || SKIPPED.has(entry.name)) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path);
    return SOURCES.has(extname(entry.name)) ? [path] : [];
  });
}

/** Every icon of the font: name -> escaped code point as written in its stylesheet. */
function allIcons() {
  const css = readFileSync(join(MODULES, "@tabler/icons-webfont/dist/tabler-icons.css"), "utf8");
  return new Map([...css.matchAll(/\.ti-([a-z0-9-]+):before \{\s*content: "\\([0-9a-f]+)";/g)].map((m) => [m[1], m[2]]));
}

/** Names a source asks for: `icon "name"`, class `ti-name`, or any quoted word (icons chosen by
 * registries), in data files any word. */
function iconsAskedFor(icons) {
  const found = new Set();
  for (const path of filesBelow(ROOT)) {
    const text = readFileSync(path, "utf8");
    const words = extname(path) === ".yaml" ? /()([a-z][a-z0-9-]*)/g : /["'\s]ti-([a-z0-9-]+)|["']([a-z][a-z0-9-]*)["']/g;
    for (const match of text.matchAll(words)) {
      const name = match[1] || match[2];
      if (icons.has(name)) found.add(name);
    }
  }
  return [...found].sort();
}

/** Icons spelled out in templates that the font does not have would show as nothing: stop the build. */
function refuseUnknownIcons(icons) {
  const wrong = filesBelow(join(ROOT, "templates")).flatMap((path) =>
    [...readFileSync(path, "utf8").matchAll(/\{% icon "([^"]+)"/g)]
      .filter((match) => !icons.has(match[1]))
      .map((match) => `${path}: no icon named ${match[1]}`));
  if (wrong.length) throw new Error(wrong.join("\n"));
}

async function buildIcons() {
  const icons = allIcons();
  refuseUnknownIcons(icons);
  const names = iconsAskedFor(icons);
  const text = names.map((name) => String.fromCodePoint(parseInt(icons.get(name), 16))).join("");
  const whole = readFileSync(join(MODULES, "@tabler/icons-webfont/dist/fonts/tabler-icons.woff2"));
  writeFileSync(join(OUT, "tabler-icons.woff2"), await subsetFont(whole, text, { targetFormat: "woff2" }));
  const rules = names.map((name) => `.ti-${name}::before{content:"\\${icons.get(name)}"}`);
  writeFileSync(join(OUT, "tabler-icons.min.css"), [
    "/* Tabler Icons (MIT), only those in use */",
    '@font-face{font-family:"tabler-icons";font-style:normal;font-weight:400;font-display:block;src:url("tabler-icons.woff2") format("woff2")}',
    '.ti{font-family:"tabler-icons"!important;font-style:normal;font-weight:400;font-variant:normal;text-transform:none;line-height:1;-webkit-font-smoothing:antialiased}',
    ...rules,
  ].join("\n"));
  return names.length;
}

function joinSheets() {
  for (const [sheet, folders] of Object.entries(SHEETS)) {
    const parts = Object.entries(folders).flatMap(([folder, names]) =>
      names.map((name) => readFileSync(join(ROOT, "static", "css", folder, `${name}.css`), "utf8")));
    writeFileSync(join(OUT, sheet), parts.join("\n"));
  }
}

rmSync(OUT, { recursive: true, force: true });
mkdirSync(OUT, { recursive: true });
for (const [name, source] of Object.entries(COPIES)) {
  const text = readFileSync(join(MODULES, source), "utf8");
  if (/sourceMappingURL=/.test(text)) writeFileSync(join(OUT, name), text.replace(/\/[/*]# sourceMappingURL=.*$/gm, ""));
  else copyFileSync(join(MODULES, source), join(OUT, name));
}
joinSheets();
const count = await buildIcons();
console.log(`static/vendor: ${Object.keys(COPIES).length} files from npm, ${Object.keys(SHEETS).length} stylesheets, ${count} icons`);
