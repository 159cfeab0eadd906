import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBase64url, encodeBase64url } from './base64url.ts';
import { decodePercent, encodePercent } from './percent.ts';
import { decodeUtf8, encodeUtf8, toWellFormed } from './utf8.ts';

const anyText = fc.string({ unit: 'binary', maxLength: 60 });

describe('UTF-8', () => {
  it('writes what the platform writes', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect([...encodeUtf8(text)]).toEqual([...new TextEncoder().encode(text)]);
      }),
    );
  });

  it('reads what the platform reads, and nothing else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 12 }), (bytes) => {
        const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
        let expected: string | null = null;
        try {
          expected = strict.decode(bytes);
        } catch {
          // Not UTF-8.
        }
        expect(decodeUtf8(bytes)).toBe(expected);
      }),
      { numRuns: 2000 },
    );
  });

  it('refuses overlong forms, surrogates and what lies beyond Unicode', () => {
    const wrong = [
      [0xc0, 0x80],
      [0xe0, 0x80, 0xaf],
      [0xed, 0xa0, 0x80],
      [0xf4, 0x90, 0x80, 0x80],
      [0xe2, 0x82],
      [0x80],
    ];
    for (const bytes of wrong) expect(decodeUtf8(Uint8Array.from(bytes))).toBeNull();
  });

  it('keeps a leading byte order mark', () => {
    expect(decodeUtf8(encodeUtf8('\ufeffa'))).toBe('\ufeffa');
  });

  it('replaces half a surrogate pair', () => {
    expect(decodeUtf8(encodeUtf8('a\ud800b'))).toBe('a\ufffdb');
    expect(toWellFormed('\udc00\u{1f600}')).toBe('\ufffd\u{1f600}');
  });
});

describe('base64url', () => {
  it('writes what RFC 4648 says', () => {
    const of = (text: string) => encodeBase64url(encodeUtf8(text));
    expect(['', 'f', 'fo', 'foo', 'foob', 'fooba', 'foobar'].map(of)).toEqual([
      '',
      'Zg',
      'Zm8',
      'Zm9v',
      'Zm9vYg',
      'Zm9vYmE',
      'Zm9vYmFy',
    ]);
    expect(encodeBase64url(Uint8Array.of(0xfb, 0xff))).toBe('-_8');
  });

  it('is read back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        expect(decodeBase64url(encodeBase64url(bytes))).toEqual(bytes);
      }),
    );
  });

  it('refuses other characters, cut texts and stray bits', () => {
    for (const text of ['a', 'ab+/', 'Zh', 'a b', 'Zm9vY', 'é']) {
      expect(decodeBase64url(text), text).toBeNull();
    }
  });
});

describe('percent-encoding', () => {
  it('is read back, also by the platform', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const encoded = encodePercent(text);
        expect(encoded).toMatch(/^[A-Za-z0-9\-._~:@/,=%]*$/);
        expect(decodePercent(encoded)).toBe(toWellFormed(text));
        expect(decodeURIComponent(encoded)).toBe(toWellFormed(text));
      }),
    );
  });

  it('takes a plus as a plus and reads what was never encoded', () => {
    expect(decodePercent('write p+0 64 é%41')).toBe('write p+0 64 éA');
  });

  it('refuses broken escapes and bytes that are no text', () => {
    for (const text of ['%', '%4', '%zz', '%ff', '%c3', 'a%c3b']) {
      expect(decodePercent(text), text).toBeNull();
    }
  });
});
