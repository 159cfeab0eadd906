// Budgets of the workbench, compressed with gzip.
import { firstLoadFiles, shownAtOnce } from './scripts/lib/firstLoad.mjs';

export default [
  {
    name: 'first load: markup, scripts, styles',
    path: firstLoadFiles(`${import.meta.dirname}/dist`, shownAtOnce).map((file) => `dist/${file}`),
    limit: '150 kB',
    gzip: true,
  },
  { name: 'fonts', path: 'dist/**/*.woff2', limit: '60 kB', gzip: true },
];
