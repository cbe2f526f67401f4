// Verilink in your page, without a build:
//
//   import verilink from "https://verify.example.com/sdk/verilink.js";
//   const flow = verilink.open({ templateId: "itmpl_…", referenceId: "user-1", onComplete: ({ inquiryId }) => … });
//
// What happened for certain is told by API and webhooks: a person may close the tab before onComplete.

const HOST = new URL(import.meta.url).origin;
const SANDBOX = "allow-scripts allow-same-origin allow-forms allow-modals allow-popups allow-top-navigation-by-user-activation";
const PLAIN = { templateVersionId: "inquiry-template-version-id", environmentId: "environment-id", environment: "environment",
  inquiryId: "inquiry-id", sessionToken: "session-token", referenceId: "reference-id", accountId: "account-id",
  accountTypeId: "account-type-id", language: "language", themeSetId: "theme-set-id", styleVariant: "style-variant",
  templateId: "inquiry-template-id" };
const CALLBACKS = { load: "onLoad", ready: "onReady", start: "onStart", complete: "onComplete", fail: "onComplete", exit: "onCancel" };
const GRACE = 5000; // from the frame's load to the first message, which a refused frame never sends

function address(options, base, id) {
  const query = new URLSearchParams(options.url ? new URL(options.url, base).search : "");
  for (const [option, name] of Object.entries(PLAIN)) if (options[option]) query.set(name, options[option]);
  flatten(query, "fields", options.fields);
  const told = { "container-id": id, "flow-type": options.parent ? "inline" : "embedded", "iframe-origin": location.origin };
  for (const [name, value] of Object.entries(told)) query.set(name, value);
  return `${base}/widget?${query}`;
}

function flatten(query, name, value) {
  if (value === undefined || value === null) return;
  if (typeof value !== "object") query.set(name, value);
  else for (const [key, inner] of Object.entries(value)) flatten(query, `${name}[${key}]`, inner);
}

function makeFrame({ title = "Verify your identity" }, src) {
  const frame = document.createElement("iframe");
  Object.assign(frame, { title, src, allow: "camera;clipboard-write" });
  frame.setAttribute("sandbox", SANDBOX);
  frame.style.cssText = "display:block;border:0;width:100%;height:100%;background:#fff";
  return frame;
}

function makeDialog(frame) {
  const dialog = document.createElement("dialog");
  dialog.style.cssText = "padding:0;border:0;overflow:hidden;width:100%;height:100%;max-width:100%;max-height:100%;margin:auto";
  if (matchMedia("(min-width:600px) and (min-height:600px)").matches) {
    Object.assign(dialog.style, { maxWidth: "440px", maxHeight: "760px", borderRadius: "16px" });
  }
  dialog.append(frame);
  document.body.append(dialog);
  return dialog;
}

export function open(options) {
  const base = options.url ? new URL(options.url, HOST).origin : HOST;
  const id = `verilink-${crypto.getRandomValues(new Uint32Array(2)).join("")}`;
  const frame = makeFrame(options, address(options, base, id));
  const dialog = options.parent ? null : makeDialog(frame);
  let heard = false;

  function onMessage({ source, origin, data }) {
    if (source !== frame.contentWindow || origin !== base || data?.containerId !== id) return;
    const { name, metadata, error } = data;
    heard = true;
    options.onEvent?.(name, metadata);
    if (["complete", "fail", "exit"].includes(name)) close();
    if (name === "error") options.onError?.(error);
    else options[CALLBACKS[name]]?.(metadata);
  }

  function ask(action, metadata) { frame.contentWindow?.postMessage({ action, metadata }, base); }

  function cancel(force = false) {
    if (heard) return ask("exit", { force });
    close();
    return options.onCancel?.({});
  }

  function close() {
    removeEventListener("message", onMessage);
    (dialog ?? frame).remove();
  }

  frame.addEventListener("load", () => setTimeout(() => {
    if (heard || !frame.isConnected) return;
    close();
    options.onError?.({ status: 0, code: "application_error", message: `The flow did not load. To see why, open ${frame.src}` });
  }, GRACE));
  dialog?.addEventListener("cancel", (event) => { event.preventDefault(); cancel(); });
  addEventListener("message", onMessage);
  if (dialog) dialog.showModal();
  else options.parent.append(frame);
  return { frame, cancel, close };
}

export default { open };
