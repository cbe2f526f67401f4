// Keys: / search, j and k move, Enter opens, a d r decide, c creates, ? tells. Never while typing.
import { openKeys } from './dialogs.js';
import { move, openSelected } from './tables.js';

const typing = (target) => target.closest('input, textarea, select, [contenteditable="true"]');
const press = (selector) => document.querySelector(selector)?.click();

const KEYS = {
  '/': () => document.querySelector('[data-search]')?.focus(),
  j: () => move(1),
  k: () => move(-1),
  c: () => press('[data-key="c"]'),
  a: () => press('[data-key="a"]'),
  d: () => press('[data-key="d"]'),
  r: () => press('[data-key="r"]'),
  '?': openKeys,
};

export function startKeyboard() {
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === 'Escape' && event.target.matches('[data-search]')) {
      event.preventDefault(); // the browser would empty the search, and the rows found would be gone
      event.target.blur();
    }
    if (typing(event.target) || document.querySelector('dialog[open]')) return;
    if (event.key === 'Enter' && !event.target.closest('a, button, summary') && openSelected()) return;
    const act = KEYS[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
}
