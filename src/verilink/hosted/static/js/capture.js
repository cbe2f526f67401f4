// One page of a document: introduction, live camera, the phone's own camera, upload, and a look at the picture.

import { CameraFailure, cutOut, hasTorch, openCamera, setTorch, takePicture } from "./camera.js";
import { advise, measure } from "./guidance.js";
import { call, fetchPhoto, freshKey } from "./net.js";
import { fit, upload } from "./sending.js";
import { say, showPart, showSent, signal } from "./view.js";

const PICTURE = { longSide: 2400, quality: 0.92 };
let stayedOpen = false; // the camera was in use on the page before: open it again without asking

export function mount(flow) {
  const root = flow.root;
  const part = (name) => root.querySelector(name);
  const state = { flow, root, part, camera: null, torch: false, picture: null, sending: null, watch: 0, address: null };
  root.addEventListener("click", (event) => onClick(state, event.target.closest("[data-do]")?.dataset.do));
  for (const input of root.querySelectorAll("input[type=file]")) input.addEventListener("change", () => onFile(state, input));
  window.addEventListener("resize", state.onResize = () => layFrame(state));
  if (root.dataset.unconfirmed) recall(state, root.dataset.unconfirmed);
  else if (stayedOpen && !root.dataset.error) startCamera(state);
  return () => { window.removeEventListener("resize", state.onResize); stopCamera(state); forget(state); };
}

function onClick(state, what) {
  const actions = { camera: () => openAsked(state), close: () => closeCamera(state), shoot: () => shoot(state), torch: () => toggleTorch(state),
    native: () => state.part("#native").click(), upload: () => state.part("#upload").click(),
    use: () => confirm(state), again: () => again(state) };
  actions[what]?.();
}

async function openAsked(state) {
  const again = !state.part('[data-part="blocked"]').hidden;
  if (!again) tell(state, "document-camera-select", "manual");
  await startCamera(state);
  if (again) signal("camera-permissions-check-result", permissions(state));
}

function permissions({ camera }) { return { hasCameraPermission: Boolean(camera), hasMicrophonePermission: false, requestedMicrophone: false }; }

function tell({ root }, name, captureMethod) {
  signal(name, { stepData: { idClass: root.dataset.idClass, files: [{ side: root.dataset.page, captureMethod }] } });
}

async function startCamera(state) {
  showPart(state.root, "live");
  try {
    state.camera = await openCamera(state.part("video"), "environment", { onLost: () => fail(state, "lost") });
    stayedOpen = true;
  } catch (error) {
    return fail(state, error instanceof CameraFailure ? error.reason : "busy");
  }
  if (!state.root.isConnected) return stopCamera(state);
  state.part("[data-do=torch]").hidden = !hasTorch(state.camera);
  state.part("[data-do=shoot]").disabled = false;
  layFrame(state);
  state.watch = setInterval(() => guide(state), 300);
}

function stopCamera(state) {
  clearInterval(state.watch);
  state.camera?.close();
  state.camera = null;
}

function closeCamera(state) {
  stopCamera(state);
  stayedOpen = false;
  showPart(state.root, "intro");
}

// Every way in which a camera can be missing leads to a page that says what to do and offers the other ways.
function fail(state, reason) {
  stopCamera(state);
  stayedOpen = false;
  signal("load-camera-failed", { reason });
  const hasNative = matchMedia("(pointer: coarse)").matches;
  if (reason === "unsupported" && hasNative && state.part("#native")) {
    showPart(state.root, "intro");
    return state.part("#native").click();
  }
  for (const text of state.root.querySelectorAll("[data-reason]")) text.hidden = !text.dataset.reason.split(" ").includes(reason);
  showPart(state.root, "blocked");
}

// Where the frame lies on the page and, from that, in the pixels of the video. Nothing that is sent is hidden.
function layFrame(state) {
  const { camera } = state;
  if (!camera) return;
  const view = state.part(".view").getBoundingClientRect();
  const { videoWidth, videoHeight } = camera.video;
  const cover = Math.max(view.width / videoWidth, view.height / videoHeight);
  const contain = Math.min(view.width / videoWidth, view.height / videoHeight);
  const fits = contain / cover > 0.85; // else what is sent would be much more than what is seen
  const scale = fits ? cover : contain;
  const seen = { width: Math.min(view.width, videoWidth * scale), height: Math.min(view.height, videoHeight * scale) };
  const aspect = Number(state.root.dataset.aspect);
  const width = Math.min(seen.width * 0.9, seen.height * 0.86 * aspect);
  const style = state.part(".view").style;
  style.setProperty("--fit", fits ? "cover" : "contain");
  style.setProperty("--frame-w", `${width}px`);
  style.setProperty("--frame-h", `${width / aspect}px`);
  const area = { width: width / scale, height: width / aspect / scale };
  state.area = { x: (videoWidth - area.width) / 2, y: (videoHeight - area.height) / 2, ...area };
}

function guide(state) {
  if (!state.area || document.hidden) return;
  state.seen = measure(state.camera.video, state.area, state.seen);
  const word = advise(state.seen);
  // Said only when two looks in a row agree, so that it does not flicker.
  if (word === state.word) {
    say(state.part(`[data-word="${word}"]`).textContent, state.part("#tip"));
    state.part(".frame").dataset.good = String(word === "good");
  }
  state.word = word;
}

async function toggleTorch(state) {
  const button = state.part("[data-do=torch]");
  try {
    await setTorch(state.camera, !state.torch);
    state.torch = !state.torch;
    button.setAttribute("aria-pressed", String(state.torch));
  } catch { button.hidden = true; }
}

async function shoot(state) {
  const button = state.part("[data-do=shoot]");
  if (button.disabled || !state.camera) return;
  button.disabled = true;
  try {
    const blob = await takePicture(state.camera, PICTURE);
    const shown = await cutOut(blob, framed(state)).catch(() => blob);
    stopCamera(state);
    tell(state, "document-camera-capture", "manual");
    review(state, blob, "manual", shown);
  } catch { fail(state, "busy"); }
}

// The frame and a little around it, in parts of the picture's sides: what is looked at before the whole is used.
function framed({ area, camera: { video } }) {
  const margin = 0.06 * area.width;
  const along = (at, length, most) => {
    const from = Math.max(0, at - margin);
    return [from / most, (Math.min(most, at + length + margin) - from) / most];
  };
  const [x, width] = along(area.x, area.width, video.videoWidth);
  const [y, height] = along(area.y, area.height, video.videoHeight);
  return { x, y, width, height };
}

function onFile(state, input) {
  const [file] = input.files;
  const method = input.id === "native" ? "manual" : "upload";
  input.value = "";
  if (!file) return;
  tell(state, method === "manual" ? "document-camera-capture" : "document-upload", method);
  review(state, file, method);
}

// Sending starts while the person looks at the picture; "use" then has little to wait for.
function review(state, blob, method, shown = blob) {
  stopCamera(state);
  forget(state);
  state.stop = new AbortController();
  const { step, root: { dataset: { page } } } = state.flow;
  const sent = { step, page, method, key: freshKey(), signal: state.stop.signal, onProgress: (share) => showSent(state.root, share) };
  state.sending = fit(blob).then((fitting) => upload({ ...sent, blob: fitting }));
  state.sending.then((answer) => { if (!answer.ok && state.root.isConnected) state.flow.receive(answer); }, () => {});
  draw(state, shown);
  showPart(state.root, "review");
}

// After a reload: the photo that was sent but not decided on.
async function recall(state, id) {
  const blob = await fetchPhoto(id);
  if (!blob || !state.root.isConnected || state.camera) return;
  state.sending = Promise.resolve({ ok: true, body: { "file-id": id } });
  draw(state, blob);
  showPart(state.root, "review");
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

function forget(state) {
  if (state.address) URL.revokeObjectURL(state.address);
  state.address = null;
}

async function confirm(state) {
  const button = state.part("[data-do=use]");
  if (button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  state.part("[data-sending]").hidden = false;
  const stored = await state.sending.catch(() => null); // another photo was wanted meanwhile
  if (!stored?.ok) return;
  const { step } = state.flow;
  const answer = await call("POST", "/flow/captured", { json: { step, page: state.root.dataset.page, "file-id": stored.body["file-id"] } });
  await state.flow.receive(answer);
}

function again(state) {
  state.stop?.abort();
  state.part("[data-sending]").hidden = true;
  state.part("[data-do=use]").removeAttribute("aria-busy");
  const { sending } = state;
  sending?.then((stored) => { if (stored.ok) call("DELETE", `/flow/uploads/${stored.body["file-id"]}`); }, () => {});
  forget(state);
  if (stayedOpen) startCamera(state);
  else showPart(state.root, "intro");
}
