// Buttons with data-copy copy the value of the input beside them.
import { announce } from './announce.js';

async function copy(button) {
  const input = button.parentElement.querySelector('input');
  input.select();
  try {
    await navigator.clipboard.writeText(input.value);
  } catch {
    document.execCommand('copy'); // pages over plain http have no clipboard API
  }
  announce('Copied');
  const label = button.querySelector('span');
  const before = label.textContent;
  label.textContent = 'Copied';
  window.setTimeout(() => { label.textContent = before; }, 2000);
}

export function startCopying() {
  document.addEventListener('click', (event) => {
    const button = event.target.closest('[data-copy]');
    if (button) copy(button);
  });
}
