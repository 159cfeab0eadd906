import { describe, expect, it } from 'vitest';
import {
  decodeLink,
  emptyLink,
  encodeLink,
  linkLengthLimit,
  linkVersion,
  packText,
  parseCursor,
  printCursor,
  unpackText,
  unpackedLimit,
} from './link.ts';

describe('bufscope/link', () => {
  it('does what docs/links.md shows', () => {
    const fragment = encodeLink({
      source: { kind: 'scenario', id: 'missed-clean' },
      from: { operation: 3, micro: null },
      pause: [{ at: { operation: 7, micro: null }, seconds: null }],
      play: true,
    });
    expect(fragment).toBe('scenario=missed-clean&from=3&pause=7&play=1&v=1');
    const { link, problems } = decodeLink(new URL(`https://bufscope.example/#${fragment}`).hash);
    expect(problems).toEqual([]);
    expect(link).toEqual({
      ...emptyLink,
      source: { kind: 'scenario', id: 'missed-clean' },
      from: { operation: 3, micro: null },
      pause: [{ at: { operation: 7, micro: null }, seconds: null }],
      play: true,
    });
  });

  it('has the numbers and the texts of the format', () => {
    expect([linkVersion, linkLengthLimit, unpackedLimit]).toEqual([1, 524_288, 262_144]);
    const text = 'title T\nbuffer b pages=1\n';
    expect(unpackText(packText(text))).toEqual({ ok: true, text });
    const at = parseCursor('12.3');
    expect(at).toEqual({ operation: 12, micro: 3 });
    expect(at && printCursor(at)).toBe('12.3');
    expect(parseCursor('twelve')).toBeNull();
  });
});
