// What a person sends beside words: a photo or another file, and where they are.

import { tell } from "./notice.js";
import { words } from "./texts.js";

const PLACES = new Set(["locality", "address", "landmark"]); // fields that a place from the map answers
const PLACE_WITHIN_MS = 20_000; // a phone under the sky needs that long to find itself
const more = document.getElementById("more");
const ways = document.getElementById("ways-to-send");
const pick = document.getElementById("pick-file");
const file = document.getElementById("file");
const place = document.getElementById("send-place");

function open(isOpen) {
  ways.hidden = !isOpen;
  more.setAttribute("aria-expanded", String(isOpen));
  more.textContent = isOpen ? "−" : "+";
}

/** Where the bot asks for a place, the way to send it stands open. */
export function suggest(field) {
  open(PLACES.has(field) && !place.hidden);
}

function close() {
  open(false);
  more.focus();
}

/** What the page calls a file; the service tells by the bytes what it is. */
function sortOf({ type }) {
  const sorts = { image: "photo", video: "video", audio: "voice" };
  return sorts[type.split("/")[0]] ?? "document";
}

/** The most bytes of a file of this sort that the service takes. */
function mostBytes(sort) {
  return Number(file.dataset[sort]);
}

/** Lets the page take files and the place: say(message) for each. */
export function wire(say) {
  more.addEventListener("click", () => {
    open(ways.hidden);
    if (!ways.hidden) pick.focus();
  });
  ways.addEventListener("keydown", (event) => event.key === "Escape" && close());
  pick.addEventListener("click", () => file.click());
  file.addEventListener("change", () => {
    for (const one of file.files) sendFile(one, say);
    file.value = ""; // the same file may be chosen again
    close();
  });
  // Browsers tell the place to secure pages only.
  place.hidden = !("geolocation" in navigator && isSecureContext);
  place.addEventListener("click", () => {
    close();
    sendPlace(say);
  });
}

function sendFile(one, say) {
  const media = sortOf(one);
  if (one.size > mostBytes(media)) return tell("page.file_too_large");
  return say({ file: one, media, title: one.name || words(`page.media.${media}`) });
}

function sendPlace(say) {
  tell("page.finding_place");
  navigator.geolocation.getCurrentPosition(
    ({ coords: { latitude, longitude } }) =>
      say({ latitude, longitude, media: "location", title: words("page.media.location") }),
    () => tell("page.no_place"),
    { enableHighAccuracy: true, timeout: PLACE_WITHIN_MS, maximumAge: PLACE_WITHIN_MS },
  );
}
