// Checks on the sources that no linter makes: node scripts/checkSources.mjs imports|ratchet|hosts|lock.
// `ratchet --update` stores the counts.
import { readFileSync, writeFileSync } from 'node:fs';
import { findRegistryHosts } from './lib/hosts.mjs';
import { checkImports } from './lib/imports.mjs';
import { checkLockFile } from './lib/lockFile.mjs';
import { compareCounts, countByKind, findEscapes } from './lib/ratchet.mjs';
import { root } from './lib/run.mjs';
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

const check = { imports, ratchet, hosts, lock }[process.argv[2] ?? ''];
if (!check) throw new Error('usage: node scripts/checkSources.mjs imports|ratchet|hosts|lock');
const wrong = check();
for (const line of wrong) console.error(line);
process.exitCode = wrong.length === 0 ? 0 : 1;
