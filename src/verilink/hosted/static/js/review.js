// A look at the picture before it is used. Sending starts meanwhile; "use" then has little to wait for.

import { lookAt } from "./barcodes.js";
import { drop, keep, kept } from "./keeping.js";
import { call, fetchPhoto, freshKey } from "./net.js";
import { capture, fit, sendFrame, upload } from "./sending.js";
import { showPart, showSent } from "./view.js";

export async function review(state, blob, method, shown = blob, frames = []) {
  const { root: { dataset: { page } }, flow: { step } } = state;
  const photo = { step, page, method, key: freshKey(), blob };
  show(state, shown);
  checkBarcode(state, blob);
  state.sending = fit(blob).then((fitting) => { keep({ ...photo, blob: fitting }); return send(state, { ...photo, blob: fitting }); });
  hear(state);
  addFrames(state, frames);
}

// A bonus while the person looks at the photo: the last of them may come too late, and nothing waits.
async function addFrames(state, frames) {
  const { root: { dataset: { page } }, flow: { step } } = state;
  const stored = await state.sending.catch(() => null);
  const signal = state.stop?.signal;
  for (const blob of stored?.ok ? frames : []) {
    if (signal?.aborted || !state.root.isConnected) return;
    const sent = await sendFrame({ blob, page, step, of: stored.body["file-id"], signal }).catch(() => false);
    if (!sent) return;
  }
}

function send(state, photo) {
  state.stop = new AbortController();
  return upload({ ...photo, signal: state.stop.signal, onProgress: (share) => showSent(state.root, share) });
}

// What the server refuses, it says on a new page.
function hear(state) {
  state.sending.then((answer) => { if (!answer.ok && state.root.isConnected) { drop(); state.flow.receive(answer); } }, () => {});
}

// After a reload: the photo that was sent but not decided on, or the one that was still on its way.
export async function recall(state) {
  const { flow: { step }, root: { dataset: { page, unconfirmed } } } = state;
  if (unconfirmed) {
    const blob = await fetchPhoto(unconfirmed);
    if (!blob || !state.root.isConnected || state.live) return false;
    state.sending = Promise.resolve({ ok: true, body: { "file-id": unconfirmed } });
    show(state, blob);
    return true;
  }
  const photo = await kept(step, page);
  if (!photo || state.root.dataset.error || !state.root.isConnected || state.live || state.sending) return false;
  show(state, photo.blob);
  state.sending = send(state, photo);
  hear(state);
  return true;
}

function show(state, blob) {
  forget(state);
  draw(state, blob);
  state.part("[data-no-code]").hidden = true;
  showPart(state.root, "review");
}

// Said while the document is still at hand, and nothing is refused for it.
async function checkBarcode({ root, part, address }, blob) {
  if (!root.dataset.barcode || !/^image\//.test(blob.type)) return;
  const seen = await lookAt(blob);
  if (seen === false && part("#picture").src === address) part("[data-no-code]").hidden = false;
}

function draw(state, blob) {
  const image = state.part("#picture"); const sheet = state.part("#sheet");
  state.address = URL.createObjectURL(blob);
  const plain = () => { image.hidden = true; sheet.hidden = false; };
  image.onerror = plain;
  image.hidden = false; sheet.hidden = true;
  state.part("#sheet-name").textContent = blob.name ?? "";
  if (blob.type === "application/pdf") plain();
  else image.src = state.address;
}

export function forget(state) {
  if (state.address) URL.revokeObjectURL(state.address);
  state.address = null;
}

export async function confirm(state) {
  const button = state.part("[data-do=use]");
  if (button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  state.part("[data-sending]").hidden = false;
  const stored = await state.sending.catch(() => null); // another photo was wanted meanwhile
  if (!stored?.ok) return;
  const answer = await capture(state.flow.step, state.root.dataset.page, stored);
  drop();
  await state.flow.receive(answer);
}

export function again(state) {
  state.stop?.abort();
  drop();
  state.part("[data-sending]").hidden = true;
  state.part("[data-do=use]").removeAttribute("aria-busy");
  const { sending } = state;
  sending?.then((stored) => { if (stored.ok) call("DELETE", `/flow/uploads/${stored.body["file-id"]}`); }, () => {});
  state.sending = null;
  forget(state);
}
