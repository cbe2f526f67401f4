// Pictures drawn smaller, or a part of them.

// The frame that the video shows now, on `canvas` or a new one.
export function drawFrame(video, longSide, canvas) {
  const area = wholeOf(video);
  return draw(video, area, Math.min(1, longSide / Math.max(area.width, area.height)), canvas);
}

// All of a video or bitmap, in its pixels.
export function wholeOf({ videoWidth, videoHeight, width, height }) {
  return { x: 0, y: 0, width: videoWidth ?? width, height: videoHeight ?? height };
}

// A part of a picture, to look at it closely. `share`: {x, y, width, height} in parts of the picture's sides.
export async function cutOut(blob, share) {
  const picture = await createImageBitmap(blob);
  try { return await toBlob(draw(picture, partOf(picture, share), 1), 0.9); } finally { picture.close(); }
}

// The same part in pixels.
export function partOf(picture, share) {
  const { width, height } = wholeOf(picture);
  return { x: share.x * width, y: share.y * height, width: share.width * width, height: share.height * height };
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
  if (!blob) throw new Error("the picture could not be written");
  return blob;
}
