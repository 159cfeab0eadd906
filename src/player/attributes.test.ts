/** The lists of what a figure can be told, wherever they are written, against the keys of links. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { encodeLinkWith, type LinkState } from '../history/linkFormat.ts';
import { watchedAttributes } from './elementLink.ts';

const point = { operation: 3, micro: null };

/** Says something for every key: one that is new has to be said here, or this file does not compile. */
const all: Required<{ [Key in keyof LinkState]: NonNullable<LinkState[Key]> }> = {
  source: { kind: 'scenario', id: 'missed-clean' },
  platform: 'x86',
  dmaDebug: true,
  at: point,
  fork: '3',
  view: ['room'],
  select: 'b0l3@cache1',
  theme: 'dark',
  speed: 2,
  caches: 'sets',
  from: point,
  to: point,
  loop: true,
  pause: [{ at: point, seconds: null }],
  break: 'owner',
  compare: 'x86',
  controls: 'none',
  readonly: true,
  lang: 'en',
  lecture: true,
  play: true,
};

/** The workbench's own, and the version, which the player writes. */
const noFigures = ['compare', 'lecture', 'v'];
const keys = encodeLinkWith(null, all)
  .split('&')
  .map((pair) => pair.split('=')[0] ?? '')
  .filter((key) => !noFigures.includes(key));

/** What an element has besides: where it finds a script, and where it leads. */
const besides = ['src', 'workbench'];

/** What the group of an expression finds in a part of a file, each once. */
function found(file: string, part: RegExp, word: RegExp): string[] {
  const text = readFileSync(`${import.meta.dirname}/../../${file}`, 'utf8');
  const inside = part.exec(text)?.[1] ?? '';
  return [...new Set([...inside.matchAll(word)].map(([, name = '']) => name))];
}

describe('what a figure can be told', () => {
  it('is heard by the element', () => {
    expect([...watchedAttributes].sort()).toEqual([...keys, 'src'].sort());
  });

  it('is described in docs/embedding.md', () => {
    const table = /\n\| attribute \|([^]*?)\n\n/;
    const rows = found('docs/embedding.md', table, /^\| (`.*?`) \|/gm);
    const named = rows.flatMap((row) => [...row.matchAll(/`([^`]+)`/g)].map(([, name]) => name));
    expect(named.sort()).toEqual([...keys, ...besides].sort());
  });

  it('has a type in the package', () => {
    const part = /interface BufscopePlayerAttributes \{([^]*?)\n\}/;
    const names = found('src/package/player.ts', part, /^ {2}readonly '?([a-z-]+)'?\?:/gm);
    expect(names.sort()).toEqual([...keys, ...besides].sort());
  });

  it('can stand behind a fence', () => {
    const part = /const attributes = new Set\(([^;]*)\);/;
    const names = found('integrations/vitepress/bufscope.mjs', part, /([a-z-]{2,})(?=[ '])/g);
    expect(names.filter((name) => name !== 'split').sort()).toEqual([...keys, ...besides].sort());
  });

  it('is an option of the directive, whose scenario is its argument and whose forks are scripts', () => {
    const names = found(
      'integrations/sphinx/bufscope.py',
      /\nSETTINGS = \{([^}]*)\}/,
      /^ {4}'([a-z-]+)':/gm,
    );
    const written = keys.filter((key) => key !== 'scenario' && key !== 'fork');
    expect(names.sort()).toEqual(written.sort());
  });
});
