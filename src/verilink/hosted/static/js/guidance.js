// What the picture in the frame lacks, from a small copy of it. Only ever a hint: the shutter always works.

const WIDTH = 480;
const LIMITS = { dark: 55, glare: 0.045, moving: 14, detail: 0.22, sharp: 45 };
const canvas = document.createElement("canvas");

// `area`: {x, y, width, height} of the frame in pixels of the video.
export function measure(video, area, before) {
  canvas.width = WIDTH;
  canvas.height = Math.max(8, Math.round(WIDTH * area.height / area.width));
  const context = canvas.getContext("2d", { alpha: false, willReadFrequently: true });
  context.drawImage(video, area.x, area.y, area.width, area.height, 0, 0, canvas.width, canvas.height);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  return judge(toLuma(data), canvas.width, canvas.height, before);
}

export function toLuma(rgba) {
  const luma = new Uint8ClampedArray(rgba.length / 4);
  for (let at = 0; at < luma.length; at += 1) {
    luma[at] = (77 * rgba[4 * at] + 150 * rgba[4 * at + 1] + 29 * rgba[4 * at + 2]) >> 8;
  }
  return luma;
}

export function judge(luma, width, height, before) {
  let sum = 0; let blown = 0;
  for (const value of luma) { sum += value; if (value > 250) blown += 1; }
  const moved = before?.luma.length === luma.length ? difference(luma, before.luma) : 0;
  return { luma, mean: sum / luma.length, glare: blown / luma.length, moved,
    detail: detail(luma, width, height), sharp: sharpness(luma, width, height) };
}

export function advise({ mean, glare, moved, detail: filled, sharp }) {
  if (mean < LIMITS.dark) return "dark";
  if (filled < LIMITS.detail) return "frame";
  if (glare > LIMITS.glare) return "glare";
  if (moved > LIMITS.moving) return "still";
  if (sharp < LIMITS.sharp) return "blur";
  return "good";
}

function difference(luma, other) {
  let sum = 0;
  for (let at = 0; at < luma.length; at += 4) sum += Math.abs(luma[at] - other[at]);
  return sum / (luma.length / 4);
}

// Variance of the Laplacian (4-neighbour kernel).
function sharpness(luma, width, height) {
  let sum = 0; let squares = 0; let count = 0;
  for (let y = 1; y < height - 1; y += 1) {
    for (let at = y * width + 1; at < (y + 1) * width - 1; at += 1) {
      const value = 4 * luma[at] - luma[at - 1] - luma[at + 1] - luma[at - width] - luma[at + width];
      sum += value; squares += value * value; count += 1;
    }
  }
  return squares / count - (sum / count) ** 2;
}

// Share of the cells of a 12 x 8 grid that hold anything but a plain surface.
function detail(luma, width, height) {
  let busy = 0;
  for (let row = 0; row < 8; row += 1) {
    for (let column = 0; column < 12; column += 1) busy += isBusy(luma, width, height, row, column) ? 1 : 0;
  }
  return busy / 96;
}

function isBusy(luma, width, height, row, column) {
  let low = 255; let high = 0;
  const top = Math.floor(row * height / 8); const left = Math.floor(column * width / 12);
  for (let y = top; y < top + height / 8 - 1; y += 2) {
    for (let x = left; x < left + width / 12 - 1; x += 2) {
      const value = luma[y * width + x];
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return high - low > 40;
}
