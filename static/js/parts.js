// Sending files in parts over a poor line. gpParts.send(file, options) resolves to the key of the upload, with which a form takes
// the file (see portal.middleware); it rejects with {words} when the file is refused, {aborted} when it was given up, {} when the
// line stays away. It may be called again with the same file, also after the page was loaded anew: the server says where to go on.
// Forms marked data-parts send their files this way before they are sent themselves; without script they are plain forms.
(() => {
  "use strict";
  if (window.gpParts) return;
  const PART = 1024 * 1024;
  const WAITS_MS = [500, 1000, 2000, 4000, 8000];
  const OFFSET = "Upload-Offset";
  const SENT = "sent-in-parts.";

  const token = () => document.querySelector('meta[name="csrf-token"]')?.content ?? "";
  const pause = (ms) =>
    new Promise((done) => {
      const timer = setTimeout(done, ms);
      window.addEventListener("online", () => (clearTimeout(timer), done()), { once: true });
    });

  const ask = async (method, href, { body, headers = {}, signal }) => {
    const told = { "X-CSRFToken": token(), ...headers };
    const answer = await fetch(href, { method, body, headers: told, signal, credentials: "same-origin", redirect: "manual" });
    if (answer.type === "opaqueredirect" || answer.status === 403) throw { ended: true };
    if (answer.status >= 500 || answer.status === 429) throw new Error(String(answer.status));
    return answer;
  };

  // Again and again with longer waits, as long as it is the line that fails; what was said in words is final.
  const patiently = async (deed, signal) => {
    for (let turn = 0; ; turn += 1) {
      try {
        return await deed();
      } catch (trouble) {
        if (signal?.aborted) throw { aborted: true };
        if (trouble.words || trouble.ended || turn >= WAITS_MS.length) throw trouble;
        await pause(WAITS_MS[turn]);
        if (signal?.aborted) throw { aborted: true };
      }
    }
  };

  const digestOf = async (file) => {
    if (!crypto.subtle) return "";
    const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
    return [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("");
  };

  const begin = async (file, signal) => {
    const body = new FormData();
    const facts = { name: file.name, size: file.size, changed: file.lastModified, place: location.pathname, digest: await digestOf(file) };
    for (const [name, value] of Object.entries(facts)) body.append(name, value);
    const answer = await ask("POST", document.body.dataset.uploads ?? "/uploads/", { body, signal });
    const said = await answer.json();
    if (!answer.ok) throw { words: said.words };
    return said;
  };

  // Where the server says the file goes on, after a part that came or one that did not.
  const part = async (upload, file, offset, signal) => {
    const body = file.slice(offset, offset + PART);
    const headers = { [OFFSET]: String(offset), "Content-Type": "application/offset+octet-stream" };
    const answer = await ask("PATCH", upload.href, { body, headers, signal });
    if (answer.status === 404) throw new Error("gone");
    return Number(answer.headers.get(OFFSET));
  };

  const send = async (file, { onProgress = () => {}, signal, onBegun = () => {} } = {}) => {
    const upload = await patiently(() => begin(file, signal), signal);
    onBegun(upload);
    let { offset } = upload;
    onProgress(offset / file.size);
    while (offset < file.size) {
      offset = await patiently(() => part(upload, file, offset, signal), signal);
      onProgress(offset / file.size);
    }
    return upload.key;
  };

  const forget = (upload) => upload && ask("DELETE", upload.href, {}).catch(() => {});

  const megabytes = (size) => `${(size / 1048576).toFixed(1)} MB`;

  // A file on its way as a line with a bar, “cancel” and, when the line stayed away, “try again”. Resolves to the key, or to null
  // when it was given up.
  const track = (file, row, words) => {
    let upload = null;
    let control = new AbortController();
    const note = row.querySelector("[data-note]");
    const bar = row.querySelector("progress");
    const again = row.querySelector("[data-again]");
    const stop = row.querySelector("[data-cancel]");
    row.querySelector("[data-name]").textContent = file.name;
    note.textContent = megabytes(file.size);
    return new Promise((done) => {
      const finish = (key) => {
        if (key === null) row.remove();
        else stop.hidden = true;
        done(key);
      };
      const say = (text, tone) => {
        note.textContent = text;
        row.dataset.k = tone;
      };
      const go = () => {
        again.hidden = true;
        say(megabytes(file.size), "");
        const onProgress = (share) => {
          bar.value = 100 * share;
        };
        const onBegun = (begun) => {
          upload = begun;
        };
        send(file, { onProgress, onBegun, signal: control.signal }).then(finish, (trouble) => {
          if (trouble.aborted) return;
          say(trouble.words ?? (trouble.ended ? words.ended : words.failed), "bad");
          again.hidden = Boolean(trouble.words);
        });
      };
      again.addEventListener("click", () => {
        control = new AbortController();
        go();
      });
      stop.addEventListener("click", () => {
        control.abort();
        forget(upload);
        finish(null);
      });
      go();
    });
  };

  const line = (place) => {
    const row = place.querySelector("template[data-row]").content.firstElementChild.cloneNode(true);
    place.querySelector("[data-files]").append(row);
    return row;
  };

  const wordsOf = (place) => ({ failed: place.dataset.failedWords, ended: place.dataset.endedWords });

  // The files of a form first, then the form with their keys. A file that was given up is taken out; the others go on.
  const sendForm = async (form, submitter) => {
    const place = form.querySelector("[data-part-rows]");
    const inputs = [...form.querySelectorAll('input[type="file"]')].filter((input) => input.files.length && !input.disabled);
    const given = [];
    for (const input of inputs) {
      for (const file of input.files) given.push([input, await track(file, line(place), wordsOf(place))]);
    }
    if (given.some(([, key]) => key === null)) {
      place.querySelector("[data-files]").replaceChildren();
      for (const input of inputs) input.value = "";
      return;
    }
    for (const [input, key] of given) {
      const hidden = Object.assign(document.createElement("input"), { type: "hidden", name: SENT + input.name, value: key });
      form.append(hidden);
      input.disabled = true;
    }
    form.dataset.sent = "";
    form.requestSubmit(submitter);
  };

  const big = (form) => [...form.querySelectorAll('input[type="file"]')].some((input) => [...input.files].some((file) => file.size > PART));

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-parts]");
    if (!form || "sent" in form.dataset || event.defaultPrevented || !big(form)) return;
    if (["leave", "back"].includes(event.submitter?.value)) return;
    event.preventDefault();
    if ("sending" in form.dataset) return;
    form.dataset.sending = "";
    sendForm(form, event.submitter).finally(() => delete form.dataset.sending);
  }, true);

  window.gpParts = { PART, SENT, track, wordsOf };
})();
