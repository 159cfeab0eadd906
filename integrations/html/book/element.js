// What the page says beside its figure, and a button that goes to a step.
const figure = document.getElementById('missed');
const at = document.getElementById('at');
const owner = document.getElementById('owner');

const show = ({ detail }) => {
  at.textContent = detail.state.at;
  owner.textContent = Object.values(detail.state.owners).join(', ');
};
figure.addEventListener('ready', show);
figure.addEventListener('step', show);
document.getElementById('telling').addEventListener('click', () => figure.seek(8));
