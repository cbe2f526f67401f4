// Photos on their way: huge ones made smaller first, sent with progress, and after a cut from where it broke off. The key
// of a photo makes repeating harmless.

import { answerOf, ask, call, freshKey, headersOf, persist } from "./net.js";
import { draw, toBlob, wholeOf } from "./pictures.js";

const LONGEST = 4000; // a passport page that fills it has some 800 pixels an inch; the smallest print needs 300
const LEAST_GAIN = 0.9; // the usual 4,032 pixels are not worth drawing anew
const WORTH_IT = 2500000;
const SETTLING = 400; // the server is still putting away what arrived before the cut
const STALLED = 30000;
const PIECE = { least: 65536, first: 262144, most: 4194304 };
const QUICK = 2000; // a piece that took less makes the next twice as large
let wasCut = false; // on a line that broke once, photos go in pieces from the start

// A file as the person chose or took it, made smaller first.
export async function send(photo) { return await upload({ ...photo, blob: await fit(photo.blob), key: freshKey() }); }

// What was sent is the page, or the pose.
export async function capture(step, page, { body }, signal) {
  return await call("POST", "/flow/captured", { json: { step, page, "file-id": body["file-id"] }, signal });
}

export async function upload(photo) {
  const { blob, onProgress = () => {}, signal } = photo;
  const path = pathOf(photo);
  const headers = { "Upload-Key": photo.key, "Content-Type": blob.type || "application/octet-stream",
    "Upload-Name": encodeURIComponent(blob.name ?? `${photo.page}.jpg`).slice(0, 255) };
  if (photo.folder) return await persist(() => put("PUT", path, headers, blob, onProgress, signal), signal);
  const line = { path, headers, blob, signal, onProgress, size: PIECE.first };
  if (!wasCut && !isSlow()) {
    const answer = await whole(line);
    if (answer) return answer;
    await new Promise((resolve) => setTimeout(resolve, SETTLING));
  }
  wasCut = true;
  return await inPieces(line);
}

function pathOf({ folder = "uploads", page, step, method }) { return `/flow/${folder}/${page}?${new URLSearchParams({ step, "capture-method": method })}`; }
function isSlow() { return ["slow-2g", "2g", "3g"].includes(navigator.connection?.effectiveType); }

// Whether only what is needed should be sent.
export function isFrugal() { return wasCut || isSlow() || Boolean(navigator.connection?.saveData); }

// A further picture of a photo that was sent; once, and not again.
export async function sendFrame({ blob, page, step, of, signal }) {
  const headers = { "Content-Type": blob.type, "Upload-Key": freshKey() };
  const response = await ask("PUT", `/flow/uploads/${page}/frames/${of}?${new URLSearchParams({ step })}`, { headers, body: blob, signal });
  await response.text(); // what is not read keeps the line busy
  return response.ok;
}

// In one go; null when the line broke. The server keeps what arrived.
async function whole({ path, headers, blob, signal, onProgress }) {
  try {
    const response = await put("PUT", path, headers, blob, onProgress, signal);
    return response.status >= 502 ? null : await answerOf(response);
  } catch (error) {
    if (signal?.aborted) throw error;
    return null;
  }
}

// Each piece goes on where the server says that the one before ended, however often the line breaks.
async function inPieces(line) {
  let from = null;
  const next = async () => {
    from ??= await reached(line);
    try { return await piece(line, from); } catch (error) { from = null; throw error; }
  };
  for (;;) {
    const began = performance.now();
    const answer = await persist(next, line.signal);
    const { offset } = answer.body;
    if (offset === undefined) return answer;
    if (performance.now() - began < QUICK) line.size = Math.min(PIECE.most, 2 * line.size);
    from = offset;
  }
}

function piece(line, from) {
  const { path, headers, blob, signal, onProgress } = line;
  const part = blob.slice(from, from + line.size);
  const sent = { ...headers, "Content-Type": "application/partial-upload", "Upload-Offset": String(from), "Upload-Length": String(blob.size) };
  const told = (share) => onProgress((from + share * part.size) / blob.size);
  return put("PATCH", path, sent, part, told, signal).catch((error) => {
    line.size = Math.max(PIECE.least, Math.round(line.size / 2));
    throw error;
  });
}

// How much the server has.
async function reached({ path, headers, signal }) {
  const response = await ask("HEAD", path, { headers: { "Upload-Key": headers["Upload-Key"] }, signal });
  return Number(response.headers.get("Upload-Offset") ?? 0);
}

// fetch() does not tell how much has been sent.
function put(method, path, headers, blob, onProgress, signal) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    let watch = 0;
    const fail = () => reject(signal?.aborted ? signal.reason : new TypeError("the connection was lost"));
    const alive = () => { clearTimeout(watch); watch = setTimeout(() => request.abort(), STALLED); };
    request.open(method, path);
    request.responseType = "text"; // Firefox would read an empty answer as XML, and complain
    for (const [name, value] of Object.entries(headersOf(headers))) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => { alive(); onProgress(total ? loaded / total : 0); };
    request.onload = () => (request.status < 200 ? fail() : resolve(new Response(request.responseText, { status: request.status,
      headers: { "Content-Type": request.getResponseHeader("Content-Type") ?? "" } })));
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
  return scale > LEAST_GAIN ? null : await toBlob(draw(picture, wholeOf(picture), scale), 0.92);
}
