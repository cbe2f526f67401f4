// A table is sent to the server for some rows at a time; what comes back is gathered into a file with the links.
import { announce } from './announce.js';

const SHOWN = 50;
const PAUSES = [500, 1500, 4000, 8000];

export function startImporting() {
  document.addEventListener('submit', (event) => {
    const form = event.target.closest('[data-import]');
    if (!form) return;
    event.preventDefault();
    run(form, event.submitter);
  });
}

async function run(form, button) {
  const [file] = form.querySelector('[type=file]').files;
  if (file.size > Number(form.dataset.most)) return tell(form, 'This file is too large for the page. Use the command, or split it.');
  tell(form, '');
  button.disabled = true;
  const values = new URLSearchParams(new FormData(form));
  values.set('csv', await file.text());
  const shown = show(form);
  try {
    const lines = await work(form, values, shown);
    if (lines) finish(shown, lines);
  } catch {
    tell(form, 'No connection. Choose the file again to go on: nobody gets a second inquiry.');
  }
  button.disabled = false;
  return undefined;
}

async function work(form, values, shown) {
  const lines = [];
  for (let done = 0, of = 1; done < of;) {
    values.set('from', done);
    const answer = await persist(() => fetch(form.action, { method: 'POST', body: values }));
    const body = await answer.json().catch(() => ({}));
    if (!answer.ok) return void tell(form, body.problem || answer.headers.get('X-Problem') || `That did not work (${answer.status}).`);
    if (!lines.length) lines.push(body.columns);
    lines.push(...body.rows);
    ({ done, of } = body);
    progress(shown, body, lines);
  }
  return lines;
}

async function persist(attempt) {
  for (const pause of PAUSES) {
    try {
      const answer = await attempt();
      if (answer.status < 502) return answer;
    } catch { /* the connection was lost: repeating makes nothing twice */ }
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  return attempt();
}

function show(form) {
  const card = form.parentElement.querySelector('[data-import-result]');
  card.hidden = false;
  for (const part of card.querySelectorAll('[data-import-file]')) part.hidden = true;
  card.querySelector('[data-import-errors]').replaceChildren();
  return card;
}

function progress(card, { done, of, rows }, lines) {
  Object.assign(card.querySelector('progress'), { max: of, value: done });
  const bad = lines.slice(1).filter((line) => line[2] === 'error').length;
  card.querySelector('[role=status]').textContent = `${done} of ${of} rows${bad ? `, ${bad} could not be used` : ''}`;
  const list = card.querySelector('[data-import-errors]');
  for (const [row, reference, outcome, , , error] of rows) {
    if (outcome !== 'error' || list.childElementCount >= SHOWN) continue;
    list.append(Object.assign(document.createElement('li'), { textContent: `Row ${row}${reference ? ` (${reference})` : ''}: ${error}` }));
  }
}

function finish(card, lines) {
  const text = lines.map((line) => line.map(cell).join(',')).join('\r\n');
  card.querySelector('[download]').href = URL.createObjectURL(new Blob([`${text}\r\n`], { type: 'text/csv' }));
  for (const part of card.querySelectorAll('[data-import-file]')) part.hidden = false;
  card.querySelector('h2').focus();
  announce('All rows are done');
}

function cell(value) { return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value; }

function tell(form, text) {
  const problem = form.querySelector('[data-import-problem]');
  problem.hidden = !text;
  problem.querySelector('span').textContent = text;
}
