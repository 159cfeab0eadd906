import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';

const folder = 'test/recordings';
const page = readFileSync('docs/conformance.md', 'utf8');

/** The rows of the table of counts: recording, records, agree, not modelled. */
const rows = [
  ...page.matchAll(/^\| (?:6\.12\.117: )?`?([\w-]+)`? \| (\d+) \| (\d+) \| (\d+) \|$/gm),
];

function recordsIn(file: string): number {
  const lines = gunzipSync(readFileSync(join(folder, file)))
    .toString('utf8')
    .split('\n');
  return lines.filter((line) => line.trim() !== '').length;
}

it('docs/conformance.md counts every recording, and nothing that is not there', () => {
  const files = readdirSync(folder, { encoding: 'utf8', recursive: true })
    .filter((name) => name.endsWith('.jsonl.gz'))
    .sort();
  const name = (file: string) =>
    file.replace('linux-6.12.117/', '6.12.117: `').replace('.jsonl.gz', '`');
  const written = rows.map(([row]) => row.split('|')[1]?.trim().replace(/^`/, ''));
  expect(written.toSorted()).toEqual(['all', ...files.map(name)].toSorted());
  for (const [row, , records] of rows) {
    const file = files.find((each) =>
      row.includes(`| ${name(each).startsWith('6') ? '' : '`'}${name(each)} |`),
    );
    const counted =
      file === undefined ? files.reduce((sum, each) => sum + recordsIn(each), 0) : recordsIn(file);
    expect(Number(records), row).toBe(counted);
  }
});
