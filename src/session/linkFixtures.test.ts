/** Every form of link that was ever given out still opens the same picture. See test/links/README.md. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startCursor } from '../history/cursor.ts';
import { decodeLink, encodeLink } from '../history/link.ts';
import { emptyLink, linkVersion } from '../history/linkFormat.ts';
import { publicState } from './publicState.ts';
import { builtIns } from './builtIns.atBuild.ts';
import { linkOf } from './derive.ts';
import { initialState } from './firstState.ts';
import { engineLoader } from './loaders.ts';
import { opening } from './opening.ts';
import { createTestSession } from './testing/testSession.ts';
import { textTools } from './textTools.ts';

const folder = join(import.meta.dirname, '../../test/links');

interface Fixture {
  readonly link: string;
  readonly says?: Readonly<Record<string, unknown>>;
  readonly shows: Readonly<Record<string, unknown>>;
}

interface FixtureFile {
  readonly links: readonly Fixture[];
}

function readFixtures(name: string): readonly Fixture[] {
  const file: FixtureFile = JSON.parse(readFileSync(join(folder, name), 'utf8'));
  return file.links;
}

await engineLoader.load();

/** What a link leads to, as scripts and tests see it. */
function shown(link: string): Readonly<Record<string, unknown>> {
  const { session } = createTestSession();
  session.store.setState(opening.openLink(initialState(), link, textTools).change);
  const state = publicState(session);
  return {
    ...state,
    result: state.result?.words ?? null,
    violations: state.violations.map(({ rule }) => rule),
  };
}

const files = readdirSync(folder).filter((name) => name.endsWith('.json'));

describe.each(files)('links of %s', (name) => {
  it.each(readFixtures(name))('open the same picture: $link', ({ link, says, shows }) => {
    const { link: read, problems } = decodeLink(link);
    expect(problems).toEqual([]);
    if (says) expect(read).toEqual({ ...emptyLink, ...says });
    expect(shown(link)).toMatchObject({ ...shows, problems: [] });
  });

  it.each(readFixtures(name))('lead there again when they are shared on: $link', ({ link }) => {
    const first = {
      ...initialState(),
      ...opening.openLink(initialState(), link, textTools).change,
    };
    const written = encodeLink(linkOf(first));
    expect(written).toMatch(new RegExp(`&v=${linkVersion}$`));
    const { link: _, ...picture } = shown(link);
    expect(shown(written)).toMatchObject(picture);
  });
});

describe('links to built-in scenarios', () => {
  const ids = readFileSync(join(folder, 'scenarios.txt'), 'utf8').trim().split('\n');

  it('open the scenario of that id, whichever ever had one', () => {
    expect(ids.length).toBeGreaterThanOrEqual(62);
    for (const id of ids)
      expect(shown(`scenario=${id}`)).toMatchObject({ scenario: id, problems: [] });
  });

  it('are all in the list, so that none of them is lost later', () => {
    expect(ids).toEqual(builtIns.map(({ id }) => id).toSorted());
  });
});

describe('docs/links.md', () => {
  const page = readFileSync(join(folder, '../../docs/links.md'), 'utf8');
  const examples = [...page.matchAll(/^ {4}#(\S+)$/gm)].map(([, fragment = '']) => fragment);

  it.each(examples)('has no example that does not work: %s', (fragment) => {
    expect(shown(fragment)).toMatchObject({ problems: [] });
  });

  it('has every key that there is', () => {
    expect(examples.length).toBeGreaterThan(8);
    const [keys = ''] = /key {8}= [^;]*?\n\n/.exec(page) ?? [];
    const named = [...keys.matchAll(/"([a-z-]+)"/g)].map(([, key = '']) => key);
    const known = named.filter((key) =>
      decodeLink(key).problems.every(({ message }) => message === 'has no value'),
    );
    expect(known).toEqual(named);
    const written = encodeLink({
      ...emptyLink,
      source: { kind: 'scenario', id: 'a' },
      platform: 'a',
      dmaDebug: true,
      at: startCursor,
      fork: '@1',
      view: [],
      select: 'a',
      theme: 'dark',
      speed: 1,
      caches: 'sets',
      from: startCursor,
      to: startCursor,
      loop: true,
      pause: [{ at: startCursor, seconds: 4 }],
      break: 'owner',
      compare: 'a',
      controls: 'bar',
      readonly: true,
      lang: 'en',
      lecture: true,
      play: true,
    }).split('&');
    const order = written.map((part) => part.split('=')[0]);
    expect(named.filter((key) => key !== 'script' && key !== 'z')).toEqual(order);
    for (const key of named) expect(page).toMatch(new RegExp(`^\\| .*\`${key}\`.* \\|`, 'm'));
  });
});
