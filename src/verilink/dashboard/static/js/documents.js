// A chosen file's text goes into the textarea it names; the file itself is never sent.
import { announce } from './announce.js';

const MOST_BYTES = 262144;

export function startDocuments() {
  document.addEventListener('change', async (event) => {
    const input = event.target.closest('[data-read-into]');
    if (!input?.files.length) return;
    if (input.files[0].size > MOST_BYTES) {
      announce('This file is larger than 256 kB.');
      return;
    }
    document.getElementById(input.dataset.readInto).value = await input.files[0].text();
    announce('The file was read');
  });
}
