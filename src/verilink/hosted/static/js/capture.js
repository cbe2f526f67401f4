// One page of a document: introduction, live camera, the phone's own camera, upload, and a look at the picture.

import { askFor, reasonOf, showBlocked, withPage } from "./camera.js";
import * as live from "./live.js";
import { again, confirm, forget, recall, review } from "./review.js";
import { showPart, signal } from "./view.js";

let stayedOpen = false; // the camera was in use on the page before: open it again without asking

export function mount(flow) {
  const root = flow.root;
  const state = { flow, root, part: (name) => root.querySelector(name), live: null, sending: null, address: null };
  root.addEventListener("click", (event) => onClick(state, event.target.closest("[data-do]")?.dataset.do));
  for (const input of root.querySelectorAll("input[type=file]")) input.addEventListener("change", () => onFile(state, input));
  const camera = { isOpen: () => Boolean(state.live), close: () => stopCamera(state), open: () => startCamera(state) };
  const end = withPage(camera);
  state.ask = () => askFor(root, { ...camera, first: () => tell(state, "document-camera-select", "manual") });
  begin(state);
  return () => { state.gone = true; end(); stopCamera(state); forget(state); };
}

// A photo that was not decided on is shown again; else the camera opens where it was open on the page before.
async function begin(state) {
  if (await recall(state) || state.gone || state.live) return;
  if (stayedOpen && !state.root.dataset.error) await startCamera(state);
}

function onClick(state, what) {
  const actions = { camera: state.ask, close: () => closeCamera(state), native: () => state.part("#native").click(),
    upload: () => state.part("#upload").click(), use: () => confirm(state), again: () => retake(state) };
  const filming = { shoot: live.shoot, torch: live.toggleTorch, lens: live.changeLens, turn: live.turnFrame, automatic: live.toggleAutomatic };
  if (filming[what]) return state.live && filming[what](state.live);
  return actions[what]?.();
}

function tell({ root }, name, captureMethod) {
  signal(name, { stepData: { idClass: root.dataset.idClass, files: [{ side: root.dataset.page, captureMethod }] } });
}

async function startCamera(state) {
  showPart(state.root, "live");
  const taken = (blob, shown, method, frames) => {
    state.live = null;
    tell(state, "document-camera-capture", method);
    review(state, blob, method, shown, frames);
  };
  try {
    state.live = await live.openLive(state.root, { taken, failed: (reason) => fail(state, reason) });
    stayedOpen = true;
  } catch (error) {
    return fail(state, reasonOf(error));
  }
  return state.gone ? stopCamera(state) : undefined;
}

function stopCamera(state) {
  state.live?.close();
  state.live = null;
}

function closeCamera(state) {
  stopCamera(state);
  stayedOpen = false;
  showPart(state.root, "intro");
}

function fail(state, reason) {
  stopCamera(state);
  stayedOpen = false;
  if (state.gone) return undefined;
  const hasNative = matchMedia("(pointer: coarse)").matches;
  if (reason !== "unsupported" || !hasNative || !state.part("#native")) return showBlocked(state.root, reason);
  showPart(state.root, "intro");
  return state.part("#native").click();
}

function onFile(state, input) {
  const [file] = input.files;
  const method = input.id === "native" ? "manual" : "upload";
  input.value = "";
  if (!file) return;
  stopCamera(state);
  tell(state, method === "manual" ? "document-camera-capture" : "document-upload", method);
  review(state, file, method);
}

function retake(state) {
  again(state);
  if (stayedOpen) startCamera(state);
  else showPart(state.root, "intro");
}
