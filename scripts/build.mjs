// npm run build: the workbench to dist/, the command line to dist-cli/bufscope.js.
import { chmodSync } from 'node:fs';
import { root, run, runBin } from './lib/run.mjs';

for (const config of [
  'vite.config.ts',
  'vite.player.config.ts',
  'vite.whole.config.ts',
  'vite.client.config.ts',
  'vite.cli.config.ts',
]) {
  const { code } = await runBin('vite', ['build', '--logLevel', 'warn', '--config', config]);
  if (code !== 0) process.exit(code);
}
chmodSync(`${root}/dist-cli/bufscope.js`, 0o755);
// After the player: the pages of the scenarios show it.
const site = await run('node', ['scripts/site.mjs']);
if (site.code !== 0) process.exit(site.code);
const packaged = await run('node', ['scripts/package.mjs']);
if (packaged.code !== 0) process.exit(packaged.code);
console.log('built: dist/ (the workbench), dist-cli/bufscope.js (the command line)');
