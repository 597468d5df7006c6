// What is being typed outlives a reload of the page, and a refusal; it stays in this tab alone.

const PREFIX = "desk:";
const FIELDS = "textarea, select[name]:not(#language), input[type=text]";

/** Brings back what was typed on this page, and keeps what is typed from now on. */
export function keepDrafts() {
  const key = PREFIX + location.pathname;
  const refused = new URLSearchParams(location.search).has("problem");
  const kept = { ...(refused ? read(`${key}:sent`) : {}), ...read(key) };
  sessionStorage.removeItem(`${key}:sent`);
  for (const field of fields()) {
    if (kept[field.id] && !field.value) field.value = kept[field.id];
  }
  const focused = document.getElementById(kept.focused ?? "");
  if (focused) focused.focus();

  const keep = () => write(key, typed(fields()));
  document.addEventListener("input", keep);
  document.addEventListener("focusin", keep);
  document.addEventListener("submit", ({ target }) => {
    if (target.action.endsWith("/logout")) {
      forgetAll(); // the next one at this desk is somebody else
      return;
    }
    const sent = fields().filter((field) => field.form === target);
    write(`${key}:sent`, typed(sent));
    write(key, typed(fields().filter((field) => field.form !== target)));
  });
}

// What belongs to the form that staff fill in is kept by the service, and only there.
const fields = () => [...document.querySelectorAll(FIELDS)].filter(
  (field) => field.id && !field.closest("#assist"),
);

function typed(some) {
  const values = some.filter((field) => field.value).map((field) => [field.id, field.value]);
  const active = document.activeElement;
  const focused = some.includes(active) ? { focused: active.id } : {};
  return { ...Object.fromEntries(values), ...focused };
}

function read(key) {
  return JSON.parse(sessionStorage.getItem(key) ?? "{}");
}

function write(key, values) {
  if (Object.keys(values).length) sessionStorage.setItem(key, JSON.stringify(values));
  else sessionStorage.removeItem(key);
}

function forgetAll() {
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
  }
}
