// npm run grammar: writes the parser tables of every src/script/*.grammar to src/script/generated/.
// With --check it only says whether they are up to date.
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { buildParserFile } from '@lezer/generator';
import { root } from './lib/run.mjs';

const source = `${root}/src/script`;
const target = `${source}/generated`;

/**
 * @param {string} name the grammar's file name
 * @returns {[string, string][]} file names and what belongs into them
 */
function generate(name) {
  const text = readFileSync(`${source}/${name}`, 'utf8');
  const base = name.replace(/\.grammar$/, '');
  const head = `// Generated from ../${name} by \`npm run grammar\`. Do not edit.\n`;
  const { parser, terms } = buildParserFile(text, { fileName: name, typeScript: true });
  // The generator writes `./terms`-like names without an ending; this project imports files by name.
  const fixed = parser.replace(/from "(\.[^"]*?)(?:\.ts)?"/g, 'from "$1.ts"');
  return [
    [`${base}Parser.ts`, head + fixed],
    [`${base}Terms.ts`, head + terms],
  ];
}

const grammars = readdirSync(source).filter((name) => name.endsWith('.grammar'));
const stale = grammars
  .flatMap(generate)
  .filter(
    ([name, text]) =>
      !existsSync(`${target}/${name}`) || readFileSync(`${target}/${name}`, 'utf8') !== text,
  );

if (process.argv.includes('--check')) {
  for (const [name] of stale)
    console.error(`src/script/generated/${name} is stale: npm run grammar`);
  process.exitCode = stale.length === 0 ? 0 : 1;
} else {
  mkdirSync(target, { recursive: true });
  for (const [name, text] of stale) {
    writeFileSync(`${target}/${name}`, text);
    console.log(`written: src/script/generated/${name}`);
  }
}
