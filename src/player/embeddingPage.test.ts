/** docs/embedding.md against what it describes. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { linkLengthLimit } from '../history/readLink.ts';
import { allowedCommands } from './allowedCommands.ts';
import { burst, mostWaiting, perSecond } from './bridge.ts';
import { argumentLimit, readMessage, wordLimit } from './protocol.ts';

const page = readFileSync(`${import.meta.dirname}/../../docs/embedding.md`, 'utf8');
const section = (title: string) => page.split(`\n### ${title}\n`)[1]?.split(/\n##+ /)[0] ?? '';

describe('docs/embedding.md', () => {
  it('lists the commands, by what they change', () => {
    const rows = { time: 'through time', looks: 'looks', run: 'what is run' };
    for (const [reach, title] of Object.entries(rows)) {
      const row = section('Commands').match(new RegExp(`^\\| ${title}.*$`, 'm'))?.[0] ?? '';
      const named = [...row.matchAll(/`([^`]+)`/g)].map(([, id]) => id);
      const listed = Object.entries(allowedCommands).filter(([, its]) => its === reach);
      const expected = listed.map(([id]) => id);
      expect(named.filter((id) => id !== 'readonly' && id !== 'load').sort()).toEqual(
        expected.sort(),
      );
    }
  });

  it('shows messages that are read, and one that is not', () => {
    const shown = [...section('The messages').matchAll(/^ {4}page +\{(.*)\}$/gm)];
    const reads = shown.map(([, fields = '']) => {
      // `a: 'b', c: { d: 'e' }` as JSON.
      const json = fields.replaceAll("'", '"').replace(/(\w+):/g, '"$1":');
      return readMessage(JSON.parse(`{${json}}`)).kind;
    });
    expect(reads).toEqual([...Array.from({ length: 6 }, () => 'message'), 'wrong']);
  });

  it('states the limits', () => {
    const text = section('The messages');
    expect(text).toContain(`${linkLengthLimit / 1024} Ki characters`);
    expect(text).toContain(`${argumentLimit} arguments`);
    expect(text).toContain(`${wordLimit} characters in a name`);
    expect(text).toContain(`${burst} messages at once and ${perSecond} a second in the long run`);
    expect(text).toContain(`${mostWaiting} requests waiting`);
  });
});
