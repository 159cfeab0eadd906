// Drives the figure in the frame by messages, as docs/embedding.md of bufscope describes them.
const frame = document.querySelector('iframe');
const shown = document.getElementById('shown');
const buttons = document.querySelectorAll('[data-command]');

// Files have no origin that can be named: then the window alone tells who is meant.
const origin = location.protocol === 'file:' ? '*' : new URL(frame.src).origin;
const post = (message) => frame.contentWindow.postMessage({ bufscope: 1, ...message }, origin);

addEventListener('message', (event) => {
  if (event.source !== frame.contentWindow || (origin !== '*' && event.origin !== origin)) return;
  const message = event.data;
  if (message?.bufscope !== 1) return;
  if (message.type === 'hello') post({ type: 'connect', nonce: message.nonce });
  if (message.type === 'height') frame.style.height = `${message.height}px`;
  if (message.type === 'connected') {
    if (message.height !== null) frame.style.height = `${message.height}px`;
    for (const button of buttons) button.disabled = false;
  }
  if (message.state) shown.textContent = `Step ${message.state.at} of ${message.state.length}`;
});

let id = 0;
for (const button of buttons) {
  const { command } = button.dataset;
  button.addEventListener('click', () => post({ type: 'run', id: id++, command }));
}
