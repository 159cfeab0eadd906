import { describe, expect, it } from 'vitest';
import { decodeLink } from './link.ts';
import { emptyLink, linkVersion } from './linkFormat.ts';
import { linkMigrations, migrateLink, type LinkMigration } from './migrateLink.ts';

/** Steps as a later bufscope could have them: a key is renamed, then its value is counted from 1. */
const renamed: LinkMigration = (pairs) =>
  pairs.map((pair) => (pair.key === 'step' ? { ...pair, key: 'at' } : pair));
const countedFrom1: LinkMigration = (pairs) =>
  pairs.map((pair) =>
    pair.key === 'at' && pair.raw !== null ? { ...pair, raw: String(Number(pair.raw) + 1) } : pair,
  );
const steps = [renamed, countedFrom1];

describe('an older link', () => {
  const old = [
    { key: 'scenario', raw: 'prefetch' },
    { key: 'step', raw: '3' },
    { key: 'odd', raw: null },
  ];

  it('goes through every step from its own format on, in their order', () => {
    const [scenario, , odd] = old;
    expect(migrateLink(old, 1, steps)).toEqual([scenario, { key: 'at', raw: '4' }, odd]);
    expect(migrateLink([{ key: 'at', raw: '3' }], 2, steps)).toEqual([{ key: 'at', raw: '4' }]);
  });

  it('is left as it is where it is of today, or newer', () => {
    expect(migrateLink(old, 3, steps)).toBe(old);
    expect(migrateLink(old, 99, steps)).toBe(old);
  });

  it('has a step to every format after the first', () => {
    expect(linkMigrations).toHaveLength(linkVersion - 1);
  });
});

describe('the format of a link', () => {
  const at = { operation: 3, micro: null };

  it('is 1 where it says none', () => {
    expect(decodeLink('at=3')).toEqual(decodeLink('at=3&v=1'));
    expect(decodeLink('v=1&at=3')).toEqual({ link: { ...emptyLink, at }, problems: [] });
  });

  it.each(['2', '17', '999999'])(
    'is reported where it is newer (%s), and the rest is read',
    (v) => {
      const { link, problems } = decodeLink(`at=3&v=${v}`);
      expect(link).toEqual({ ...emptyLink, at });
      expect(problems).toEqual([
        { key: 'v', value: v, message: expect.stringMatching(/newer format/) },
      ]);
    },
  );

  it.each(['0', '', 'one', '-1', '1.0', '1e3', '01234567', '1%201'])(
    'is reported where it is none: “%s”',
    (v) => {
      const { link, problems } = decodeLink(`v=${v}&at=3`);
      expect(link).toEqual({ ...emptyLink, at });
      expect(problems.map(({ key, message }) => `${key} ${message}`)).toEqual([
        `v is not a format: it should be ${linkVersion}`,
      ]);
    },
  );
});
