// Every way in which a camera can be missing leads to a page that says what to do and offers the other ways.

import { showPart, signal } from "./view.js";

export function showBlocked(root, reason) {
  signal("load-camera-failed", { reason });
  for (const text of root.querySelectorAll("[data-reason]")) text.hidden = !text.dataset.reason.split(" ").includes(reason);
  const isTablet = navigator.maxTouchPoints > 1; // a tablet that calls itself a Mac
  for (const text of root.querySelectorAll("[data-tablet]")) text.hidden = !isTablet;
  for (const text of root.querySelectorAll("[data-mouse]")) text.hidden = isTablet;
  showPart(root, "blocked");
}
