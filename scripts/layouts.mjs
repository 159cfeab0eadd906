// npm run layouts: lays out the state machines and writes src/scene/generated/machineLayouts.json.
// With --check it only says whether that is up to date.
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'vite';
import { root } from './lib/run.mjs';

const target = `${root}/src/scene/generated/machineLayouts.json`;
const server = await createServer({
  root,
  configFile: false,
  logLevel: 'error',
  server: { middlewareMode: true, watch: null, ws: false },
  optimizeDeps: { noDiscovery: true },
});
const { drawnMachines } = await server.ssrLoadModule('/src/model/machines/drawnMachines.ts');
const { layoutMachine } = await server.ssrLoadModule('/src/scene/machineLayout.ts');
const layouts = Object.fromEntries(
  Object.entries(drawnMachines).map(([id, machine]) => [id, layoutMachine(machine)]),
);
await server.close();

const text = `${JSON.stringify(layouts)}\n`;
if (process.argv.includes('--check')) {
  if (readFileSync(target, 'utf8') !== text) {
    console.error('src/scene/generated/machineLayouts.json is stale: npm run layouts');
    process.exitCode = 1;
  }
} else writeFileSync(target, text);
