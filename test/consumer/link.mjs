// Uses `bufscope/link` as any program of Node would: e2e/package.spec.ts runs it beside an installed package.
import assert from 'node:assert/strict';
import { decodeLink, emptyLink, encodeLink, parseCursor } from 'bufscope/link';

const link = {
  ...emptyLink,
  source: { kind: 'scenario', id: 'shootdown' },
  platform: 'arm64',
  at: parseCursor('12.3'),
  view: ['room', 'lanes'],
};
const fragment = encodeLink(link);
assert.equal(fragment, 'scenario=shootdown&platform=arm64&at=12.3&view=room,lanes&v=1');
assert.deepEqual(decodeLink(`#${fragment}`), { link, problems: [] });

// A script travels packed where that is shorter.
const text = 'app@cpu0: barrier\n'.repeat(50);
const packed = encodeLink({ ...emptyLink, source: { kind: 'script', text } });
assert.match(packed, /^z=/);
assert.ok(packed.length < 200, `${packed.length} characters`);
assert.deepEqual(decodeLink(packed).link.source, { kind: 'script', text });

// Nothing throws: what could be read is kept.
const broken = decodeLink('scenario=shootdown&at=soon&%zz');
assert.deepEqual(broken.link.source, { kind: 'scenario', id: 'shootdown' });
assert.equal(broken.link.at, null);
assert.deepEqual(
  broken.problems.map(({ key }) => key),
  ['at', '%zz'],
);
process.stdout.write('link: right\n');
