// The camera: open, light, focus, one picture, close. Errors come out as one of five words.

import { isUnfit, lensesOf, remember, remembered } from "./lenses.js";

const NAMES = { NotAllowedError: "denied", SecurityError: "denied", NotFoundError: "none", OverconstrainedError: "none",
  NotReadableError: "busy", AbortError: "busy" };

const BLACK = 4000; // a picture that stays away so long was taken by a call or another app

export class CameraFailure extends Error {
  constructor(reason) { super(reason); this.reason = reason; }
}

export async function openCamera(video, facing, { onLost }) {
  if (!navigator.mediaDevices?.getUserMedia) throw new CameraFailure("unsupported");
  const watching = new AbortController();
  const camera = { video, facing, onLost, stream: null, track: null, lenses: [], close: () => { watching.abort(); close(camera); } };
  const id = remembered(facing);
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
  remember(facing, next.deviceId);
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

// A page that is left gives the camera up; one that the browser kept for the way back takes it again.
export function withPage(signal, { isOpen, close: giveUp, open }) {
  let was = false;
  window.addEventListener("pagehide", () => { was = isOpen(); if (was) giveUp(); }, { signal });
  window.addEventListener("pageshow", ({ persisted }) => { if (persisted && was) open(); }, { signal });
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

// The frame that the video shows now, on `canvas` or a new one.
export function drawFrame(video, longSide, canvas = document.createElement("canvas")) {
  const scale = Math.min(1, longSide / Math.max(video.videoWidth, video.videoHeight));
  return draw(video, { x: 0, y: 0, width: video.videoWidth, height: video.videoHeight }, scale, canvas);
}

// A part of a picture, to look at it closely. `share`: {x, y, width, height} in parts of the picture's sides.
export async function cutOut(blob, share) {
  const picture = await createImageBitmap(blob);
  const { width, height } = picture;
  const part = { x: share.x * width, y: share.y * height, width: share.width * width, height: share.height * height };
  try { return await toBlob(draw(picture, part, 1), 0.9); } finally { picture.close(); }
}

export function draw(source, { x, y, width, height }, scale, canvas = document.createElement("canvas")) {
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext("2d", { alpha: false });
  context.imageSmoothingQuality = "high";
  context.drawImage(source, x, y, width, height, 0, 0, canvas.width, canvas.height);
  return canvas;
}

export async function toBlob(canvas, quality) {
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
  if (!blob) throw new CameraFailure("busy");
  return blob;
}
