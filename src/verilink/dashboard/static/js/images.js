// Pictures of people stay away until asked for: the request itself is made (and audited) on the first click.
function show(frame) {
  const image = document.createElement('img');
  image.alt = frame.dataset.alt;
  image.src = frame.dataset.src;
  frame.append(image);
  frame.parentElement.classList.add('shot--open');
  frame.setAttribute('aria-pressed', 'true');
}

function hide(frame) {
  frame.querySelector('img').remove();
  frame.parentElement.classList.remove('shot--open');
  frame.setAttribute('aria-pressed', 'false');
}

function toggle(frame) {
  if (frame.querySelector('img')) hide(frame);
  else show(frame);
}

export function startImages() {
  document.addEventListener('click', (event) => {
    const frame = event.target.closest('[data-src]');
    if (frame) toggle(frame);
    const all = event.target.closest('[data-show-all]');
    if (!all) return;
    for (const each of all.closest('[data-shots]').querySelectorAll('[data-src]')) {
      if (!each.querySelector('img')) show(each);
    }
  });
}
