// Sends what is said and noted without leaving the page; ready sentences go where one writes.

/** Forms with data-quiet are sent in the background; `refresh` shows what came of them. */
export function sendQuietly(refresh) {
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!("quiet" in form.dataset)) return;
    event.preventDefault();
    const button = form.querySelector("button:not([type=button])");
    button.disabled = true;
    try {
      await send(form, refresh);
    } catch {
      form.submit(); // the browser itself says that the line is down, and nothing is lost
    } finally {
      button.disabled = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    const sends = event.key === "Enter" && (event.ctrlKey || event.metaKey);
    if (sends && event.target.form) event.target.form.requestSubmit();
  });
  for (const button of document.querySelectorAll("[data-into]")) {
    button.addEventListener("click", () => insert(button));
  }
}

async function send(form, refresh) {
  const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
  const refused = new URL(answer.url).searchParams.has("problem");
  if (refused || !answer.ok) {
    location.assign(answer.url);
    return;
  }
  form.reset();
  await refresh();
}

function insert(button) {
  const box = document.getElementById(button.dataset.into);
  box.setRangeText(button.textContent.trim(), box.selectionStart, box.selectionEnd, "end");
  button.closest("details").open = false;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  box.focus();
}
