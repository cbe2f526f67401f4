// The camera: open, light, one picture, close. Errors come out as one of five words.

const NAMES = { NotAllowedError: "denied", SecurityError: "denied", NotFoundError: "none", OverconstrainedError: "none",
  NotReadableError: "busy", AbortError: "busy" };

export class CameraFailure extends Error {
  constructor(reason) { super(reason); this.reason = reason; }
}

export async function openCamera(video, facing, { onLost }) {
  if (!navigator.mediaDevices?.getUserMedia) throw new CameraFailure("unsupported");
  const stream = await request(facing);
  const [track] = stream.getVideoTracks();
  const camera = { video, stream, track, facing, close: () => close(camera) };
  track.addEventListener("ended", onLost, { once: true });
  video.srcObject = stream;
  video.muted = true;
  video.playsInline = true;
  try { await video.play(); } catch { /* a frame arrives all the same, or the track ends */ }
  await firstFrame(video);
  return camera;
}

async function request(facingMode) {
  const size = { width: { ideal: 2560 }, height: { ideal: 1440 } };
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: false, video: { facingMode: { ideal: facingMode }, ...size } });
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
  for (const track of camera.stream.getTracks()) track.stop();
  camera.video.srcObject = null;
}

export function hasTorch({ track }) { return Boolean(track.getCapabilities?.().torch); }
export async function setTorch({ track }, on) { await track.applyConstraints({ advanced: [{ torch: on }] }); }

// Drawn from the stream itself, so a mirrored preview still gives an unmirrored picture.
export async function takePicture({ video }, { longSide, quality }) {
  const scale = Math.min(1, longSide / Math.max(video.videoWidth, video.videoHeight));
  return await drawn(video, { x: 0, y: 0, width: video.videoWidth, height: video.videoHeight }, scale, quality);
}

// A part of a picture, to look at it closely. `share`: {x, y, width, height} in parts of the picture's sides.
export async function cutOut(blob, share) {
  const picture = await createImageBitmap(blob);
  const { width, height } = picture;
  const part = { x: share.x * width, y: share.y * height, width: share.width * width, height: share.height * height };
  try { return await drawn(picture, part, 1, 0.9); } finally { picture.close(); }
}

async function drawn(source, { x, y, width, height }, scale, quality) {
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext("2d", { alpha: false });
  context.imageSmoothingQuality = "high";
  context.drawImage(source, x, y, width, height, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
  if (!blob) throw new CameraFailure("busy");
  return blob;
}
