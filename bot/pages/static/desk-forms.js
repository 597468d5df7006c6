// Sends what is said and noted without leaving the page; ready sentences go where one writes.

/** Forms with data-quiet are sent in the background; `refresh` shows what came of them. */
export function sendQuietly(refresh) {
  const offline = document.getElementById("offline");
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!("quiet" in form.dataset)) return;
    event.preventDefault();
    const box = form.querySelector("textarea");
    const written = box?.value;
    const body = new URLSearchParams(new FormData(form));
    form.reset(); // what is typed from now on is the next message
    offline.hidden = true;
    try {
      if (await isTaken(form.action, body)) {
        await refresh();
        return;
      }
      location.reload(); // signed out meanwhile, or the chat is no longer ours to see
    } catch {
      offline.hidden = false;
    }
    if (box) bring(box, [written, box.value].filter(Boolean).join("\n"));
  });
  document.addEventListener("keydown", (event) => {
    const sends = event.key === "Enter" && (event.ctrlKey || event.metaKey);
    if (sends && event.target.form) event.target.form.requestSubmit();
  });
  for (const button of document.querySelectorAll("[data-into]")) {
    button.addEventListener("click", () => insert(button));
  }
}

/** Whether the service took it; where it says why not, the page goes there. */
async function isTaken(address, body) {
  const answer = await fetch(address, { method: "POST", body });
  const refused = new URL(answer.url).searchParams.has("problem");
  if (refused) location.assign(answer.url);
  return refused || answer.ok;
}

function bring(box, words) {
  box.value = words;
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

function insert(button) {
  const box = document.getElementById(button.dataset.into);
  box.setRangeText(button.textContent.trim(), box.selectionStart, box.selectionEnd, "end");
  button.closest("details").open = false;
  bring(box, box.value);
  box.focus();
}
