// The chat in a frame on another page: its button closes the frame, and the page around it hears
// that something was said. Nothing of what was said is told.

const close = document.getElementById("close");

/** Tells the page around, whichever it is: the frame is shown on the utility's own pages only. */
function tellAround(what) {
  if (parent !== window) parent.postMessage(`bijli-sahayak:${what}`, "*");
}

/** Something was said by the other side. */
export function said() {
  tellAround("said");
}

/** Lets the button, and Escape, close the frame. */
export function wire() {
  close?.addEventListener("click", () => tellAround("close"));
  addEventListener("keydown", (event) => {
    const open = document.querySelector("dialog[open], #ways-to-send:not([hidden])");
    if (event.key === "Escape" && !open) tellAround("close");
  });
}
