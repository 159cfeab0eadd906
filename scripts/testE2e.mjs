// npm run test:e2e: the end-to-end tests on a fresh build. Arguments go to Playwright.
import { ensureChromium } from './lib/chromium.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { run, runBin } from './lib/run.mjs';
import { ensureSphinx } from './lib/sphinx.mjs';

await ensureInstalled();
if (!(await ensureChromium()) || !(await ensureSphinx())) process.exit(1);
const built = await run('node', ['scripts/build.mjs']);
if (built.code !== 0) process.exit(built.code);
process.exit((await runBin('playwright', ['test', ...process.argv.slice(2)])).code);
