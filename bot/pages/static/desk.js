// Keeps a page of the help desk up to date, and a chat with whoever looks at it.

const STAY_EVERY_MS = 120_000;
const live = document.getElementById("live");
const formToken = document.querySelector('meta[name="form-token"]').content;

async function refresh() {
  const response = await fetch(live.dataset.from);
  if (response.redirected) location.reload(); // signed out meanwhile
  if (response.ok) live.innerHTML = await response.text(); // our own template, everything escaped
}

const events = new EventSource("/desk/events");
events.addEventListener("changed", refresh);
events.addEventListener("open", refresh); // whatever was missed while the line was down

// Only whoever does something is there: an open page on an empty chair is nobody.
let active = false;
for (const sign of ["keydown", "pointerdown"]) {
  document.addEventListener(sign, () => { active = true; });
}
if (live.dataset.stay) {
  setInterval(async () => {
    if (!active) return;
    active = false;
    const headers = { "X-Form-Token": formToken };
    const response = await fetch(live.dataset.stay, { method: "POST", headers });
    if (response.status === 409) location.reload(); // it is somebody else's now
  }, STAY_EVERY_MS);
}

const canned = document.getElementById("canned");
canned?.addEventListener("change", () => {
  const box = document.getElementById(canned.dataset.into);
  if (canned.value) box.value = canned.value;
  canned.value = "";
  box.focus();
});
