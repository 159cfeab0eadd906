// npm start: installs what is missing, builds, serves the production build on loopback.
import { ensureInstalled } from './lib/install.mjs';
import { root, run } from './lib/run.mjs';
import { serve } from './lib/server.mjs';

const usualPort = 4173;

/** Serves on the wished port, or on any free one when the usual is taken. */
async function serveSomewhere() {
  const wished = process.env['PORT'];
  if (wished) return serve(`${root}/dist`, Number(wished));
  return serve(`${root}/dist`, usualPort).catch(() => serve(`${root}/dist`, 0));
}

await ensureInstalled();
const built = await run('node', ['scripts/build.mjs']);
if (built.code !== 0) process.exit(built.code);
const { address } = await serveSomewhere();
console.log(`\nbufscope is at ${address}   (Ctrl+C ends it)`);
