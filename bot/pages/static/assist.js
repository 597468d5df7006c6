// Saves each field of the form beside a chat as it is left. Without it there is a button.

const PART = { "X-Part": "form" };
const FIELDS = "input:not([type=hidden]), select, textarea";
const panel = () => document.getElementById("assist");
let savings = Promise.resolve(); // one after the other, in the order of writing
let open = 0;

const held = (field) => (field.type === "checkbox" ? field.checked : field.value);

function hold(field, value) {
  if (field.type === "checkbox") field.checked = value;
  else field.value = value;
}

/** What stands in the fields now, by their id. */
const standing = () => new Map([...panel().querySelectorAll(FIELDS)].map((one) => [one.id, held(one)]));

/** Puts the form as it was saved in the place of the old one, and whatever was written meanwhile,
    and the cursor, back where they were. */
function replace(html, sent) {
  const now = standing();
  const at = document.activeElement;
  const cursor = at.selectionStart;
  panel().outerHTML = html; // our own template, everything escaped
  for (const [id, value] of now) {
    const field = id && document.getElementById(id);
    if (field && value !== sent.get(id)) hold(field, value);
  }
  const again = at.id && document.getElementById(at.id);
  if (!again) return;
  again.focus();
  if (typeof cursor === "number") again.setSelectionRange(cursor, cursor);
}

async function save() {
  const form = panel().querySelector("form[data-saves]");
  if (!form) return;
  const sent = standing();
  const body = new URLSearchParams(new FormData(form));
  body.set("do", "save");
  try {
    const response = await fetch(form.action, { method: "POST", headers: PART, body });
    if (!response.url.endsWith("/form")) location.assign(response.url); // it says what went wrong
    else if (response.ok) replace(await response.text(), sent);
  } catch {
    // The line is down: the fields keep what was written, and the button saves it.
  }
}

const tellBusy = () => panel()?.setAttribute("aria-busy", String(open > 0));

function later() {
  open += 1;
  tellBusy();
  savings = savings.then(save).finally(() => {
    open -= 1;
    tellBusy();
  });
}

document.addEventListener("change", ({ target }) => {
  if (target.closest("form[data-saves]")) later();
});
document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-saves]") || event.submitter?.value !== "save") return;
  event.preventDefault();
  later();
});
tellBusy();
