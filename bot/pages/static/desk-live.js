// Shows what changed as soon as the service rings, and touches nothing else.

import { renew } from "./desk-renew.js";

const AT_MOST_EVERY_MS = 1_000; // a busy service rings at every message of anybody
const MINUTES_GO_ON_MS = 30_000; // how long somebody has waited is part of what is shown

/** Keeps an element like its address (data-from) gives it; returns what brings it up to date. */
export function keepLive(live) {
  const state = stateOf(live);
  let asking = false;
  let askAgain = false;
  // Whoever has just pressed a button goes to the page that answers it: nothing may come between.
  let leaving = false;
  addEventListener("beforeunload", () => { leaving = true; });

  async function refresh() {
    if (leaving) return;
    if (asking) {
      askAgain = true;
      return;
    }
    asking = true;
    try {
      const wanted = await wantedFor(live);
      if (!leaving && wanted) show(live, wanted, state);
    } catch {
      // The line is down: the stream of events opens again when it is back, and asks then.
    }
    setTimeout(() => {
      asking = false;
      if (askAgain) refresh();
      askAgain = false;
    }, AT_MOST_EVERY_MS);
  }

  const events = new EventSource("/desk/events");
  events.addEventListener("changed", refresh);
  events.addEventListener("open", refresh); // whatever was missed while the line was down
  setInterval(refresh, MINUTES_GO_ON_MS);
  showEnd(live);
  return refresh;
}

async function wantedFor(live) {
  const response = await fetch(live.dataset.from);
  if (response.redirected || response.status === 404) location.reload(); // no longer ours to see
  if (!response.ok) return null;
  const wanted = document.createElement("div");
  wanted.innerHTML = await response.text(); // our own template, everything escaped
  return wanted;
}

function show(live, wanted, state) {
  // Other forms belong to another state: the page is loaded anew, and what was typed comes back.
  if (stateOf(wanted) !== state) {
    location.reload();
    return;
  }
  const atEnd = isAtEnd(live);
  renew(live, wanted);
  if (atEnd) showEnd(live);
}

const stateOf = (part) => part.querySelector("[data-state]")?.dataset.state;
const logIn = (live) => live.querySelector("#log");

function isAtEnd(live) {
  const log = logIn(live);
  return log !== null && log.scrollHeight - log.scrollTop - log.clientHeight < 40;
}

function showEnd(live) {
  const log = logIn(live);
  if (log) log.scrollTop = log.scrollHeight;
}
