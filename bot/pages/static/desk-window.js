// Counts down the time in which free words may be sent on WhatsApp.

const MINUTE_MS = 60_000;

/** Shows in an element what is left until data-until, in the words of data-words. */
export function countDown(element) {
  if (!element) return;
  const end = Date.parse(element.dataset.until);
  const show = () => {
    const minutes = Math.floor((end - Date.now()) / MINUTE_MS);
    if (minutes < 0) {
      location.reload(); // other forms from now on; what was typed comes back
      return;
    }
    element.textContent = element.dataset.words
      .replace("{hours}", Math.floor(minutes / 60))
      .replace("{minutes}", minutes % 60);
  };
  show();
  setInterval(show, MINUTE_MS / 2);
}
