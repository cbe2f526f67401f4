// Where the frame lies on the page and, from that, in the pixels of the video. Nothing that is sent is hidden.

// `aspect`: width over height of what is photographed. Answers the frame in pixels of the video.
export function layFrame(box, video, aspect) {
  const view = box.getBoundingClientRect();
  const { videoWidth, videoHeight } = video;
  const cover = Math.max(view.width / videoWidth, view.height / videoHeight);
  const contain = Math.min(view.width / videoWidth, view.height / videoHeight);
  const fits = contain / cover > 0.85; // else what is sent would be much more than what is seen
  const scale = fits ? cover : contain;
  const seen = { width: Math.min(view.width, videoWidth * scale), height: Math.min(view.height, videoHeight * scale) };
  const width = Math.min(seen.width * 0.9, seen.height * 0.86 * aspect);
  box.style.setProperty("--fit", fits ? "cover" : "contain");
  box.style.setProperty("--frame-w", `${width}px`);
  box.style.setProperty("--frame-h", `${width / aspect}px`);
  const area = { width: width / scale, height: width / aspect / scale };
  return { x: (videoWidth - area.width) / 2, y: (videoHeight - area.height) / 2, ...area };
}

// The frame and a little around it, in parts of the picture's sides: what is looked at before the whole is used.
export function shareOf(area, { videoWidth, videoHeight }) {
  const margin = 0.06 * area.width;
  const along = (at, length, most) => {
    const from = Math.max(0, at - margin);
    return [from / most, (Math.min(most, at + length + margin) - from) / most];
  };
  const [x, width] = along(area.x, area.width, videoWidth);
  const [y, height] = along(area.y, area.height, videoHeight);
  return { x, y, width, height };
}

// A place on the page as a place in the video, in parts of its sides.
export function placeIn(box, { videoWidth, videoHeight }, { clientX, clientY }) {
  const view = box.getBoundingClientRect();
  const contain = box.style.getPropertyValue("--fit") === "contain";
  const scale = Math[contain ? "min" : "max"](view.width / videoWidth, view.height / videoHeight);
  const part = (at, from, length, most) => Math.min(1, Math.max(0, ((at - from - length / 2) / scale + most / 2) / most));
  return [part(clientX, view.left, view.width, videoWidth), part(clientY, view.top, view.height, videoHeight)];
}
