// Serves dist/ on loopback: node scripts/serve.mjs [PORT]. The end-to-end tests use it.
import { root } from './lib/run.mjs';
import { serve } from './lib/server.mjs';

const { address } = await serve(
  `${root}/dist`,
  Number(process.argv[2] ?? process.env['PORT'] ?? 0),
);
console.log(`bufscope is at ${address}`);
