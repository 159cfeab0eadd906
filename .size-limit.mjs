// Budgets of the workbench, compressed with gzip.
import { firstLoadFiles, shownAtOnce } from './scripts/lib/firstLoad.mjs';
import { playerFiles } from './scripts/lib/playerLoad.mjs';

export default [
  {
    name: 'first load: markup, scripts, styles',
    path: firstLoadFiles(`${import.meta.dirname}/dist`, shownAtOnce).map((file) => `dist/${file}`),
    limit: '150 kB',
    gzip: true,
  },
  {
    name: 'a figure in a frame: markup, scripts, styles, the largest run',
    path: playerFiles(`${import.meta.dirname}/dist`).map((file) => `dist/${file}`),
    limit: '100 kB',
    gzip: true,
  },
  { name: 'client of the message protocol', path: 'dist/client.js', limit: '2 kB', gzip: true },
  { name: 'fonts', path: 'dist/**/*.woff2', limit: '60 kB', gzip: true },
];
