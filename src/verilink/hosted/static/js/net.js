// Talks to the server. A lost connection is waited out, so whoever calls only ever sees an answer of the server.
// Repeating is safe: answers name their step, uploads carry a key, and the start carries the key of this page load.

const PAUSES = [400, 800, 1500, 3000, 5000, 8000];
const BUSY = new Set([502, 503, 504]);

let token = null;
let inApp = false; // the link says that the page is shown inside another app
let onConnection = () => {};

export function setToken(value) { token = value ?? token; }
export function hasToken() { return token !== null; }
export function setInApp(value) { inApp = value; }
export function watchConnection(listener) { onConnection = listener; }

export function headersOf(headers = {}) {
  const all = { Accept: "application/json", "Page-Language": document.documentElement.lang, ...headers };
  if (inApp) all["Is-Webview"] = "true";
  if (token) all.Authorization = `Bearer ${token}`;
  return all;
}

// One try: nothing is cached, no cookie goes along, and no address is told.
export function ask(method, path, { headers, ...more } = {}) {
  return fetch(path, { ...more, method, headers: headersOf(headers), cache: "no-store", credentials: "omit", referrerPolicy: "no-referrer" });
}

export async function call(method, path, { json, signal } = {}) {
  const sent = json === undefined ? {} : { headers: { "Content-Type": "application/json" }, body: JSON.stringify(json) };
  return await persist(() => ask(method, path, { ...sent, signal }), signal);
}

export async function persist(attempt, signal) {
  for (let tries = 0; ; tries += 1) {
    try {
      const response = await attempt();
      if (!BUSY.has(response.status) || tries >= PAUSES.length) {
        onConnection(true);
        return await answerOf(response);
      }
    } catch (error) {
      if (signal?.aborted) throw error;
      onConnection(false);
    }
    await pause(PAUSES[Math.min(tries, PAUSES.length - 1)], signal);
  }
}

export async function answerOf(response) {
  const isJson = response.headers.get("Content-Type")?.includes("json");
  return { status: response.status, ok: response.ok, body: isJson ? await response.json() : {} };
}

// Ends early when the browser says that the network is back.
function pause(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(done, milliseconds);
    window.addEventListener("online", done, { once: true });
    signal?.addEventListener("abort", () => { clearTimeout(timer); reject(signal.reason); }, { once: true });
    function done() { clearTimeout(timer); window.removeEventListener("online", done); resolve(); }
  });
}

// A photo of the person's own, which an <img> could not ask for with a bearer token.
export async function fetchPhoto(id) {
  try {
    const response = await ask("GET", `/flow/photo/${id}`, { headers: { Accept: "image/*" } });
    return response.ok ? await response.blob() : null;
  } catch { return null; }
}

export function freshKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
