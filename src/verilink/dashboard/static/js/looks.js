// The theme editor: what is typed shows in the preview at once and is checked for contrast; files go along as text.
import { announce } from './announce.js';

const MOST_BYTES = 300000;

function query(form) {
  const said = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === 'string' && value && /^(light|dark)\[|^shown$/.test(name)) said.append(name, value);
  }
  return said;
}

// The new style sheet takes the place of the old one once it is there, so nothing flickers.
function paint(form, frame) {
  const page = frame.contentDocument;
  const old = page?.getElementById('theme');
  if (!old) return;
  const link = Object.assign(page.createElement('link'), { rel: 'stylesheet', id: 'theme', href: `/dashboard/themes/draft.css?${query(form)}` });
  link.addEventListener('load', () => old.remove(), { once: true });
  old.removeAttribute('id');
  old.after(link);
}

function show(preview, frame) {
  const chosen = (id) => preview.querySelector(`#f-${id}`).value;
  const asked = new URLSearchParams({ screen: chosen('sample'), language: chosen('sample-language'), variant: chosen('sample-variant') });
  frame.src = `${preview.dataset.preview}?${asked}`;
}

async function encode(input) {
  const [file] = input.files;
  const target = document.getElementById(input.dataset.encodeInto);
  target.value = '';
  if (!file) return;
  if (file.size > MOST_BYTES) {
    input.value = '';
    announce('This file is larger than 300 kB.');
    return;
  }
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  target.value = window.btoa(text);
  document.getElementById(`name-${target.id}`).value = file.name;
  announce('The file goes along when you save');
}

export function startThemeEditor() {
  const form = document.querySelector('[data-theme-editor]');
  if (!form) return;
  const preview = document.querySelector('[data-preview]');
  const frame = preview.querySelector('iframe');
  let waiting = 0;
  form.addEventListener('input', (event) => {
    const { paints } = event.target.dataset;
    if (paints) document.getElementById(paints).value = event.target.value;
    const picker = form.querySelector(`[data-paints="${event.target.id}"]`);
    if (picker && /^#[0-9a-fA-F]{6}$/.test(event.target.value)) picker.value = event.target.value;
    window.clearTimeout(waiting);
    waiting = window.setTimeout(() => {
      paint(form, frame);
      document.getElementById('findings').dispatchEvent(new CustomEvent('check'));
    }, 250);
  });
  form.addEventListener('change', (event) => { if (event.target.dataset.encodeInto) encode(event.target); });
  frame.addEventListener('load', () => paint(form, frame));
  preview.addEventListener('change', () => show(preview, frame));
}
