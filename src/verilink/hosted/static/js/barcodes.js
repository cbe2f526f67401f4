// Whether a picture has a PDF417 that can be read: by the browser itself where it can, else by a worker that is loaded
// for this. `null`: cannot be told here, and nothing waits for it.

import { scriptAddress } from "./view.js";

const PATIENCE = 6000; // of one look, the loading of the worker included
const LONG_SIDE = 1800;
let reader = null;

export function look(source, width, height) {
  reader ??= choose();
  return reader.then((read) => read?.(reduced(source, width, height)) ?? null).catch(() => null);
}

// A photo as it is sent; what this browser cannot decode is not looked at.
export async function lookAt(blob) {
  const picture = await createImageBitmap(blob).catch(() => null);
  if (!picture) return null;
  try { return await look(picture, picture.width, picture.height); } finally { picture.close(); }
}

async function choose() {
  const kinds = await globalThis.BarcodeDetector?.getSupportedFormats().catch(() => []) ?? [];
  return kinds.includes("pdf417") ? native() : await compiled();
}

function native() {
  const detector = new globalThis.BarcodeDetector({ formats: ["pdf417"] });
  return async (canvas) => (await detector.detect(canvas)).length > 0;
}

async function compiled() {
  if (!globalThis.WebAssembly || !globalThis.Worker) return null;
  const worker = new Worker(scriptAddress(new URL("./barcode-worker.js", import.meta.url)));
  const waiting = new Map();
  let last = 0;
  const settle = (id, seen) => { waiting.get(id)?.(seen); waiting.delete(id); };
  worker.onmessage = ({ data }) => settle(data.id, data.seen);
  worker.onerror = () => { for (const id of [...waiting.keys()]) settle(id, null); };
  return (canvas) => new Promise((resolve) => {
    const id = last += 1;
    waiting.set(id, resolve);
    setTimeout(() => settle(id, null), PATIENCE);
    worker.postMessage({ id, picture: canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height) });
  });
}

function reduced(source, width, height) {
  const scale = Math.min(1, LONG_SIDE / Math.max(width, height));
  const canvas = Object.assign(document.createElement("canvas"), { width: Math.round(width * scale), height: Math.round(height * scale) });
  canvas.getContext("2d", { alpha: false, willReadFrequently: true }).drawImage(source, 0, 0, canvas.width, canvas.height);
  return canvas;
}
