// Finds a Chromium for the end-to-end tests, and installs one when there is none.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { run, runBin, which } from './run.mjs';

const variables = ['BUFSCOPE_CHROMIUM', 'PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH', 'CHROME_PATH'];
const programs = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
];
const places = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];

/** Flags that keep a test browser from asking the network for anything, and let root run it. */
export const chromiumFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
  '--disable-features=AutofillServerCommunication,OptimizationHints,MediaRouter',
];

/** @param {string} path */
function starts(path) {
  return spawnSync(path, ['--version'], { stdio: 'ignore' }).status === 0;
}

/**
 * Playwright's own browser, if it is there; its download lacks libraries that a bare system may not
 * have either, so it is tried.
 * @returns {Promise<string | undefined>}
 */
async function playwrightsOwn() {
  try {
    const { chromium } = await import('@playwright/test');
    return [chromium.executablePath()].find((path) => existsSync(path) && starts(path));
  } catch {
    return undefined;
  }
}

/**
 * A Chromium on this machine: named by a variable, on the PATH, or Playwright's own.
 * @returns {Promise<string | undefined>} the path of the executable
 */
export async function findChromium() {
  const named = variables.map((name) => process.env[name]).find((path) => path && existsSync(path));
  if (named) return named;
  for (const program of programs) {
    const path = which(program);
    if (path) return path;
  }
  return places.find((path) => existsSync(path)) ?? (await playwrightsOwn());
}

/** @returns {Promise<boolean>} whether Debian's package could be installed */
async function installFromDebian() {
  const isRoot = process.getuid?.() === 0;
  if (!which('apt-get') || (!isRoot && !which('sudo'))) return false;
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  /** @param {string[]} args */
  const apt = (args) =>
    isRoot ? run('apt-get', args, { env }) : run('sudo', ['-n', 'apt-get', ...args], { env });
  if ((await apt(['update'])).code !== 0) return false;
  return (await apt(['install', '-y', '--no-install-recommends', 'chromium'])).code === 0;
}

/**
 * A Chromium on this machine, installed now if there was none.
 * @returns {Promise<string | undefined>} undefined when none could be had; the reason has been printed
 */
export async function ensureChromium() {
  const found = await findChromium();
  if (found) return found;
  console.log("No Chromium found: trying Playwright's …");
  await runBin('playwright', ['install', 'chromium']);
  const downloaded = await findChromium();
  if (downloaded) return downloaded;
  console.log("Playwright's Chromium could not be had: trying Debian's …");
  await installFromDebian();
  const installed = await findChromium();
  if (!installed) console.error(`No Chromium. Install one, or name it in ${variables[0]}.`);
  return installed;
}
