// Drives the figure in the frame by the client.
import { connect } from './bufscope/client.js';

const verdict = document.getElementById('verdict');
const player = await connect(document.querySelector('iframe'), { autoHeight: true });

const show = ({ platform, violations }) => {
  const found = violations.map((violation) => violation.verdict);
  const words = found.length === 0 ? 'nothing broken' : `broken rules: ${found.join(', ')}`;
  verdict.textContent = `${platform}, up to this step: ${words}`;
};
show(player.state);
player.on('step', ({ state }) => show(state));
for (const button of document.querySelectorAll('[data-platform]')) {
  const { platform } = button.dataset;
  button.addEventListener('click', () => player.run('platform.set', { platform }));
}
