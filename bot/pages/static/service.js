// The chat API: the only module that talks to the service.

const ANSWER_WITHIN_MS = 60_000; // a turn waits for the utility's own systems behind the bot
const UPLOAD_WITHIN_MS = 600_000; // a photo of 10 MB from a village with 2G
const SILENT_FOR_MS = 60_000; // the stream says every few seconds that it is alive

/** No answer came: offline, broken off, or the service is starting. Trying again is right. */
export class Unreachable extends Error {}

/** The service answered with a problem (RFC 9457); trying the same again changes nothing. */
export class Refused extends Error {
  constructor(status, type, retryAfterSeconds) {
    super(`refused with ${status}`);
    this.status = status;
    this.type = type;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

async function call(path, { token, signal, ...options } = {}) {
  const headers = { ...options.headers };
  if (token) headers.Authorization = `Bearer ${token}`;
  if (typeof options.body === "string") headers["Content-Type"] = "application/json";
  let response;
  try {
    response = await fetch(path, { ...options, headers, signal });
  } catch (cause) {
    throw new Unreachable("no answer", { cause });
  }
  if (response.ok) return response;
  if (response.status >= 500) throw new Unreachable(`status ${response.status}`);
  const problem = await response.json().catch(() => ({}));
  const wait = Number(response.headers.get("Retry-After")) || 5;
  throw new Refused(response.status, String(problem.type ?? ""), wait);
}

async function json(path, options) {
  const response = await call(path, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS), ...options });
  try {
    return await response.json();
  } catch (cause) {
    throw new Unreachable("broken off", { cause });
  }
}

/** Begins a conversation: {id, token}. */
export async function openConversation(language) {
  const { surface } = document.documentElement.dataset;
  const body = JSON.stringify({ surface, language });
  const made = await json("/api/conversations", { method: "POST", body });
  return { id: made.conversation_id, token: made.token };
}

const messagesOf = (conversation) => `/api/conversations/${conversation.id}/messages`;

/** Sends {message_id} with text, payload or latitude and longitude; a repeat of a message_id is answered from memory. */
export function send(conversation, message) {
  const body = JSON.stringify(message);
  return json(messagesOf(conversation), { method: "POST", body, token: conversation.token });
}

/** Sends a file, answered as a message is. */
export function sendFile(conversation, messageId, file) {
  const query = new URLSearchParams({ message_id: messageId, file_name: file.name.slice(-200) });
  const path = `/api/conversations/${conversation.id}/attachments?${query}`;
  const signal = AbortSignal.timeout(UPLOAD_WITHIN_MS);
  return json(path, { method: "POST", body: file, token: conversation.token, signal });
}

export function transcript(conversation) {
  return json(messagesOf(conversation), { token: conversation.token });
}

/** What the service says by itself, one parsed event at a time, until the stream ends. */
export async function* events(conversation, lastId, signal) {
  const line = new AbortController();
  signal.addEventListener("abort", () => line.abort());
  const heard = giveUpWhenSilent(line);
  try {
    for await (const part of parts(conversation, lastId, line.signal)) {
      heard();
      yield* part;
    }
  } finally {
    line.abort(); // also when nobody listens any longer
  }
}

/** Ends a line that broke unnoticed; call the result whenever something came over it. */
function giveUpWhenSilent(line) {
  let timer;
  const wind = () => {
    clearTimeout(timer);
    timer = setTimeout(() => line.abort(), SILENT_FOR_MS);
  };
  line.signal.addEventListener("abort", () => clearTimeout(timer));
  wind();
  return wind;
}

/** The events of each piece of the stream; none for a heartbeat. */
async function* parts(conversation, lastId, signal) {
  const headers = { Accept: "text/event-stream", "Last-Event-ID": String(lastId) };
  // EventSource cannot carry the Authorization header, so the stream is read by hand.
  const path = `/api/conversations/${conversation.id}/events`;
  const response = await call(path, { headers, token: conversation.token, signal });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let buffer = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    buffer += value.replaceAll("\r", "");
    const blocks = buffer.split("\n\n");
    buffer = blocks.pop();
    yield blocks.map(parseEvent).filter(Boolean);
  }
}

/** One block of the event-stream format; null for a heartbeat. */
export function parseEvent(block) {
  const event = { id: null, type: "message", data: "" };
  for (const line of block.split("\n")) {
    const [, field, value] = line.match(/^(\w+): ?(.*)$/) ?? [];
    if (field === "data") event.data += (event.data && "\n") + value;
    else if (field === "event") event.type = value;
    else if (field === "id") event.id = value;
  }
  return event.data ? { ...event, data: JSON.parse(event.data) } : null;
}
