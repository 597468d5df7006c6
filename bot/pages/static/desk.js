// A page of the help desk: kept up to date, nothing typed is lost, everything by keyboard.

import { keepDrafts } from "./desk-drafts.js";
import { sendQuietly } from "./desk-forms.js";
import { listenForKeys } from "./desk-keys.js";
import { keepLive } from "./desk-live.js";
import { keepLease } from "./desk-lease.js";
import { countDown } from "./desk-window.js";

const live = document.getElementById("live");

keepDrafts();
const refresh = keepLive(live);
sendQuietly(refresh);
listenForKeys();
keepLease(live);
countDown(document.getElementById("window-left"));
