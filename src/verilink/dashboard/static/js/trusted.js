// The only text that may become markup is what htmx parses: answers of this server, inside its own wrapper.
// The server escapes every value; the Content-Security-Policy runs no inline script. Anything else is refused here.
const WRAPPER = '<body><template class="internal-htmx-wrapper">';

if (window.trustedTypes) {
  window.trustedTypes.createPolicy('default', {
    createHTML: (text) => (text.startsWith(WRAPPER) || text === '' ? text : null),
  });
}
