// A photo on its way outlives a reload of the tab: kept in IndexedDB, encrypted with a key that only this tab has
// (sessionStorage), so that whoever uses the browser next finds nothing to look at. Without storage nothing is kept.

const NAME = "verilink";
const KEY = "verilink:kept";
const LIFE = 1800000;

export async function keep({ step, page, method, key, blob }) {
  try {
    const secret = await tabKey();
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, secret, await blob.arrayBuffer());
    await within("readwrite", (store) => store.put({ step, page, method, key, iv, sealed, type: blob.type, name: blob.name, at: Date.now() }, "photo"));
  } catch { /* no storage here, or none left: a reload then takes another photo */ }
}

// The photo of this page of the flow, with all that sending it on takes; null for none.
export async function kept(step, page) {
  try {
    if (!sessionStorage.getItem(KEY)) return null;
    const found = await within("readonly", (store) => store.get("photo"));
    if (found?.step !== step || found.page !== page || Date.now() - found.at > LIFE) return null;
    const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: found.iv }, await tabKey(), found.sealed);
    return { step, page, method: found.method, key: found.key, blob: new File([plain], found.name ?? `${page}.jpg`, { type: found.type }) };
  } catch { return null; }
}

export async function drop() {
  try {
    sessionStorage.removeItem(KEY); // what is left in the database is now nobody's to read
    await within("readwrite", (store) => store.delete("photo"));
  } catch { /* nothing was kept */ }
}

async function tabKey() {
  const stored = sessionStorage.getItem(KEY);
  const raw = stored ? Uint8Array.from(atob(stored), (letter) => letter.charCodeAt(0)) : crypto.getRandomValues(new Uint8Array(32));
  if (!stored) sessionStorage.setItem(KEY, btoa(String.fromCharCode(...raw)));
  return await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
}

function within(mode, work) {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(NAME, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("photos");
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const database = opening.result;
      const request = work(database.transaction("photos", mode).objectStore("photos"));
      request.onsuccess = () => { database.close(); resolve(request.result); };
      request.onerror = () => { database.close(); reject(request.error); };
    };
  });
}
