// What this browser remembers of the chat, so that a reload or a lost connection loses nothing.
// A kiosk is everybody's: there a page remembers for itself alone, and keeps nothing in storage.

const KEY = "bijli-sahayak.chat";
const KEEPS = document.documentElement.dataset.surface !== "kiosk";
const NOTHING = { conversation: null, language: null, unsent: [], box: "" };

function load() {
  if (!KEEPS) return { ...NOTHING };
  try {
    return { ...NOTHING, ...JSON.parse(localStorage.getItem(KEY) ?? "{}") };
  } catch {
    return { ...NOTHING }; // storage is forbidden or damaged: the chat works, without memory
  }
}

const remembered = load();

/** One of conversation ({id, token}), language, unsent (messages on their way), box (half-written text). */
export function recall(name) {
  return remembered[name];
}

export function remember(changes) {
  Object.assign(remembered, changes);
  if (!KEEPS) return;
  try {
    localStorage.setItem(KEY, JSON.stringify(remembered));
  } catch {
    // as above: remembered until the page is left
  }
}

/** An id that nobody else chooses; `crypto.randomUUID` is missing on plain-http addresses. */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
