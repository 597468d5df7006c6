// Shortcuts with Alt, by the place of the key: a keyboard in Hindi gives other letters there.

const ROW_STEPS = { KeyJ: 1, KeyK: -1 };

/** Elements with data-key are pressed (or written in), those with data-reach only reached. */
export function listenForKeys() {
  const help = document.getElementById("keys");
  const show = document.getElementById("show-keys");
  show.hidden = false;
  show.addEventListener("click", () => help.showModal());
  document.getElementById("hide-keys").addEventListener("click", () => help.close());

  document.addEventListener("keydown", (event) => {
    // With Ctrl, or as AltGr, Alt writes letters of its own.
    if (!event.altKey || event.ctrlKey || event.metaKey || event.getModifierState("AltGraph")) return;
    if (press(event.code)) event.preventDefault();
  });
}

function press(code) {
  if (code in ROW_STEPS) return stepTo(ROW_STEPS[code]);
  const wanted = document.querySelector(`[data-key="${code}"], [data-reach="${code}"]`);
  if (!wanted) return false;
  wanted.focus();
  if (wanted.dataset.key && !wanted.matches("textarea")) wanted.click();
  return true;
}

function stepTo(step) {
  const rows = [...document.querySelectorAll("#rows a")];
  if (!rows.length) return false;
  const at = rows.indexOf(document.activeElement);
  const first = step > 0 ? 0 : rows.length - 1;
  rows[at < 0 ? first : Math.min(Math.max(at + step, 0), rows.length - 1)].focus();
  return true;
}
