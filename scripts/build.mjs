// npm run build: the workbench to dist/, the command line to dist-cli/bufscope.js.
import { chmodSync } from 'node:fs';
import { root, runBin } from './lib/run.mjs';

for (const config of ['vite.config.ts', 'vite.cli.config.ts']) {
  const { code } = await runBin('vite', ['build', '--logLevel', 'warn', '--config', config]);
  if (code !== 0) process.exit(code);
}
chmodSync(`${root}/dist-cli/bufscope.js`, 0o755);
console.log('built: dist/ (the workbench), dist-cli/bufscope.js (the command line)');
