// Photos on their way: huge ones made smaller first, sent with progress, and sent again after a cut. The key of a photo
// makes repeating harmless.

import { headersOf, persist } from "./net.js";

const LONGEST = 4000; // a passport page that fills it has some 800 pixels an inch; the smallest print needs 300
const LEAST_GAIN = 0.9; // the usual 4,032 pixels are not worth drawing anew
const WORTH_IT = 2500000;
const STALLED = 30000;

export function upload({ step, page, blob, method, key, folder = "uploads", onProgress = () => {}, signal }) {
  const query = new URLSearchParams({ step, "capture-method": method });
  const headers = { "Upload-Key": key, "Content-Type": blob.type || "application/octet-stream",
    "Upload-Name": encodeURIComponent(blob.name ?? `${page}.jpg`).slice(0, 255) };
  return persist(() => put(`/flow/${folder}/${page}?${query}`, headersOf(headers), blob, onProgress, signal), signal);
}

// fetch() does not tell how much has been sent.
function put(path, headers, blob, onProgress, signal) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    let watch = 0;
    const fail = () => reject(signal?.aborted ? signal.reason : new TypeError("the connection was lost"));
    const alive = () => { clearTimeout(watch); watch = setTimeout(() => request.abort(), STALLED); };
    request.open("PUT", path);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => { alive(); onProgress(total ? loaded / total : 0); };
    request.onload = () => resolve(new Response(request.responseText, { status: request.status,
      headers: { "Content-Type": request.getResponseHeader("Content-Type") ?? "" } }));
    request.onerror = request.onabort = fail;
    request.onloadend = () => clearTimeout(watch);
    signal?.addEventListener("abort", () => request.abort(), { once: true });
    onProgress(0);
    alive();
    if (signal?.aborted) fail();
    else request.send(blob);
  });
}

// A camera's photo of 50 or 100 megapixels is no better to read, but ten times as long on the way.
export async function fit(file) {
  if (file.size < WORTH_IT || !/^image\/(jpeg|png|webp|hei[cf])$/.test(file.type)) return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const smaller = await shrink(picture);
    picture.close();
    return smaller && smaller.size < file.size ? new File([smaller], file.name, { type: smaller.type }) : file;
  } catch {
    return file; // what this browser cannot decode the server may
  }
}

async function shrink(picture) {
  const scale = LONGEST / Math.max(picture.width, picture.height);
  if (scale > LEAST_GAIN) return null;
  const canvas = Object.assign(document.createElement("canvas"), { width: Math.round(picture.width * scale), height: Math.round(picture.height * scale) });
  const context = canvas.getContext("2d", { alpha: false });
  context.imageSmoothingQuality = "high";
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.92));
}
