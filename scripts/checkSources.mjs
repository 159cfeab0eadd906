// Checks on the sources that no linter makes: node scripts/checkSources.mjs imports|ratchet|hosts|lock|sinks|bundles.
// `ratchet --update` stores the counts.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { findRegistryHosts } from './lib/hosts.mjs';
import { checkImports } from './lib/imports.mjs';
import { checkLockFile } from './lib/lockFile.mjs';
import { compareCounts, countByKind, findEscapes } from './lib/ratchet.mjs';
import { root } from './lib/run.mjs';
import { findSinks, inlineCode, unexplainedSinks } from './lib/sinks.mjs';
import { filesBelow, readSources } from './lib/sources.mjs';

const ratchetFile = `${root}/scripts/ratchet.json`;
const binary = /\.(?:gz|png|woff2|ico)$/;

function imports() {
  return readSources(root).flatMap(({ path, text }) => checkImports(path, text));
}

function ratchet() {
  const found = readSources(root).flatMap(({ path, text }) => findEscapes(path, text));
  const counted = countByKind(found);
  if (process.argv.includes('--update')) {
    writeFileSync(ratchetFile, `${JSON.stringify(counted, null, 2)}\n`);
    return [];
  }
  const wrong = compareCounts(JSON.parse(readFileSync(ratchetFile, 'utf8')), counted);
  return wrong.length === 0
    ? []
    : [...wrong, ...found.map(({ kind, place }) => `  ${kind.padEnd(12)} ${place}`)];
}

function hosts() {
  return filesBelow(root)
    .filter((path) => !binary.test(path))
    .flatMap((path) => findRegistryHosts(path, readFileSync(`${root}/${path}`, 'utf8')));
}

function lock() {
  return checkLockFile(JSON.parse(readFileSync(`${root}/package-lock.json`, 'utf8')));
}

/** Where text could become code or markup, in what is written here; and pages that need inline code. */
function sinks() {
  const isTest = /\.test\.\w+$/;
  return ['src', 'integrations']
    .filter((folder) => existsSync(`${root}/${folder}`))
    .flatMap((folder) => filesBelow(root, folder))
    .filter((path) => !isTest.test(path))
    .flatMap((path) => {
      const read = () => readFileSync(`${root}/${path}`, 'utf8');
      if (path.endsWith('.html')) return inlineCode(path, read());
      if (!/\.(?:[cm]?js|tsx?)$/.test(path)) return [];
      return findSinks(path, read()).map(
        ({ line, sink, code }) => `${path}:${line}: ${sink}: ${code}`,
      );
    });
}

/** The same in what was built, with its libraries; and whether its pages need inline code. */
function bundles() {
  return filesBelow(`${root}/dist`).flatMap((name) => {
    const read = () => readFileSync(`${root}/dist/${name}`, 'utf8');
    if (name.endsWith('.js')) return unexplainedSinks(name, read());
    return name.endsWith('.html') ? inlineCode(name, read()) : [];
  });
}

const checks = { imports, ratchet, hosts, lock, sinks, bundles };
const check = checks[/** @type {keyof typeof checks} */ (process.argv[2] ?? '')];
if (!check)
  throw new Error(`usage: node scripts/checkSources.mjs ${Object.keys(checks).join('|')}`);
const wrong = check();
for (const line of wrong) console.error(line);
process.exitCode = wrong.length === 0 ? 0 : 1;
