// Keeps a chat with whoever works in it: an open page on an empty chair is nobody.

const STAY_EVERY_MS = 120_000;

/** Tells the service of work on this page (address: data-stay), where the chat is one's own. */
export function keepLease(live) {
  if (!live.dataset.stay) return;
  const headers = { "X-Form-Token": document.querySelector('meta[name="form-token"]').content };
  let active = false;
  for (const sign of ["keydown", "pointerdown"]) {
    document.addEventListener(sign, () => { active = true; });
  }
  setInterval(async () => {
    if (!active) return;
    active = false;
    const response = await fetch(live.dataset.stay, { method: "POST", headers });
    if (response.status === 409) location.reload(); // it is somebody else's now
  }, STAY_EVERY_MS);
}
