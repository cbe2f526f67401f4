// The camera: open, light, focus, one picture, close; and where it is missing, what to do. Errors come out as one of five
// words.

import { drawFrame, toBlob } from "./pictures.js";
import { remember, remembered, showPart, signal } from "./view.js";

const NAMES = { NotAllowedError: "denied", SecurityError: "denied", NotFoundError: "none", OverconstrainedError: "none",
  NotReadableError: "busy", AbortError: "busy" };

// Never the infrared camera of a laptop, not the ultra-wide one of a phone, and the one that the person chose last time.
const BLIND = /infrared|\bir\b|windows hello|depth|\btof\b/i;
const POOR = /ultra|tele|macro|fish|weitwinkel|grand.?angle|gran angular|virtual|obs/i;
const BACK = /back|rear|environment|rück|arri|traser|posterior|tras[ei]|背面|后置/i;
const FRONT = /front|user|facetime|selfie|vorder|avant|delanter|前/i;

const BLACK = 4000; // a picture that stays away so long was taken by a call or another app

class CameraFailure extends Error {
  constructor(reason) { super(reason); this.reason = reason; }
}
export function reasonOf(error) { return error.reason ?? "busy"; }

export async function openCamera(video, facing, { onLost }) {
  if (!navigator.mediaDevices?.getUserMedia) throw new CameraFailure("unsupported");
  const watching = new AbortController();
  const camera = { video, facing, onLost, stream: null, track: null, lenses: [], close: () => { watching.abort(); close(camera); } };
  const id = remembered(`lens:${facing}`);
  await use(camera, id ? { deviceId: { ideal: id } } : { facingMode: { ideal: facing } });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) goOn(camera); }, { signal: watching.signal });
  camera.lenses = await lensesOf(facing);
  const [best] = camera.lenses;
  if (!id && best && isUnfit(camera.track.label) && best.label !== camera.track.label) await change(camera, best.deviceId);
  return camera;
}

// Another lens that looks the same way; kept for the next time.
export async function nextLens(camera) {
  const { lenses, track, facing } = camera;
  const at = lenses.findIndex(({ deviceId }) => deviceId === track.getSettings().deviceId);
  const next = lenses[(at + 1) % lenses.length];
  await change(camera, next.deviceId);
  remember(`lens:${facing}`, next.deviceId);
}

// Many phones open one camera at a time, so the one in use is closed first.
async function change(camera, id) {
  const before = camera.track.getSettings().deviceId;
  close(camera);
  try {
    await use(camera, { deviceId: { exact: id } });
  } catch {
    await use(camera, { deviceId: { ideal: before } });
  }
}

// The cameras that look this way, best first. Names are known only once a camera was allowed.
async function lensesOf(facing) {
  const devices = await navigator.mediaDevices.enumerateDevices().catch(() => []);
  return sorted(devices.filter(({ kind, deviceId }) => kind === "videoinput" && deviceId), facing);
}

export function sorted(devices, facing) {
  const looking = devices.filter((device) => [facing, null].includes(facingOf(device)));
  const seeing = looking.filter(({ label }) => !BLIND.test(label));
  return [...seeing].sort((one, other) => rank(one) - rank(other));
}

function facingOf(device) {
  const [told] = device.getCapabilities?.().facingMode ?? [];
  if (told) return told;
  if (BACK.test(device.label)) return "environment";
  return FRONT.test(device.label) ? "user" : null;
}

// Android numbers its lenses from the main one ("camera2 0, facing back").
function rank({ label }) {
  return (POOR.test(label) ? 100 : 0) + Number(/camera2? (\d+)/i.exec(label)?.[1] ?? 0);
}

function isUnfit(label) { return BLIND.test(label) || POOR.test(label); }

async function use(camera, which) {
  const { video } = camera;
  const stream = await request(which);
  const [track] = stream.getVideoTracks();
  Object.assign(camera, { stream, track });
  track.addEventListener("ended", () => { if (camera.track === track) camera.onLost(); }, { once: true });
  track.addEventListener("mute", () => expectPicture(camera, track));
  video.srcObject = stream;
  video.muted = true;
  video.playsInline = true;
  try { await video.play(); } catch { /* a frame arrives all the same, or the track ends */ }
  await firstFrame(video);
}

// Phones stop the picture while the page is out of sight.
function goOn(camera) {
  camera.video.play().catch(() => {});
  if (camera.track) expectPicture(camera, camera.track);
}

function expectPicture(camera, track) {
  setTimeout(() => { if (track.muted && camera.track === track && !document.hidden) camera.onLost(); }, BLACK);
}

async function request(which) {
  const size = { width: { ideal: 2560 }, height: { ideal: 1440 } };
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: false, video: { ...which, ...size } });
  } catch (error) {
    throw new CameraFailure(NAMES[error.name] ?? "busy");
  }
}

function firstFrame(video) {
  if (video.readyState >= 2 && video.videoWidth) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new CameraFailure("busy")), 10000);
    video.addEventListener("loadeddata", () => { clearTimeout(timer); resolve(); }, { once: true });
  });
}

function close(camera) {
  const { stream, video } = camera;
  camera.track = null; // what is closed on purpose was not lost
  for (const track of stream?.getTracks() ?? []) track.stop();
  video.srcObject = null;
}

// A page that is left gives the camera up; one that the browser kept for the way back takes it again. Answers how to end.
export function withPage({ isOpen, close: giveUp, open }) {
  const here = new AbortController();
  const { signal } = here;
  let was = false;
  window.addEventListener("pagehide", () => { was = isOpen(); if (was) giveUp(); }, { signal });
  window.addEventListener("pageshow", ({ persisted }) => { if (persisted && was) open(); }, { signal });
  return () => here.abort();
}

export function hasTorch({ track }) { return Boolean(track.getCapabilities?.().torch); }
export async function setTorch({ track }, on) { await track.applyConstraints({ advanced: [{ torch: on }] }); }

// Focus on a place, in parts of the picture's sides; false where the camera cannot be told.
export async function focusAt({ track }, x, y) {
  const modes = track.getCapabilities?.().focusMode ?? [];
  const focusMode = ["single-shot", "continuous"].find((mode) => modes.includes(mode));
  if (!focusMode || !("pointsOfInterest" in (track.getCapabilities() ?? {}) || navigator.mediaDevices.getSupportedConstraints().pointsOfInterest)) return false;
  try {
    await track.applyConstraints({ advanced: [{ pointsOfInterest: [{ x, y }], focusMode }] });
    return true;
  } catch { return false; }
}

// Drawn from the stream itself, so a mirrored preview still gives an unmirrored picture.
export async function takePicture({ video }, { longSide, quality }) {
  return await toBlob(drawFrame(video, longSide), quality);
}

// The camera is asked for by a tap. `first()`: not after it was blocked; then whoever wants to know hears of the answer.
export async function askFor(root, { first, open, isOpen }) {
  const repeated = !root.querySelector('[data-part="blocked"]').hidden;
  if (!repeated) first();
  await open();
  if (repeated) signal("camera-permissions-check-result", { hasCameraPermission: isOpen(), hasMicrophonePermission: false, requestedMicrophone: false });
}

// Every way in which it can be missing has words of its own, and offers the other ways.
export function showBlocked(root, reason) {
  signal("load-camera-failed", { reason });
  for (const text of root.querySelectorAll("[data-reason]")) text.hidden = !text.dataset.reason.split(" ").includes(reason);
  const isTablet = navigator.maxTouchPoints > 1; // a tablet that calls itself a Mac
  for (const text of root.querySelectorAll("[data-tablet]")) text.hidden = !isTablet;
  for (const text of root.querySelectorAll("[data-mouse]")) text.hidden = isTablet;
  showPart(root, "blocked");
}
