/**
 * UTF-8, both ways, without the platform's TextDecoder: that one drops a leading byte order mark, and
 * bad bytes have to be noticed here, not replaced.
 */

/** The bytes of `text`. Half a surrogate pair, which has none, becomes U+FFFD. */
export function encodeUtf8(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const character of text) {
    const point = wellFormed(character.codePointAt(0) ?? 0);
    if (point < 0x80) bytes.push(point);
    else if (point < 0x800) bytes.push(0xc0 | (point >> 6), tail(point));
    else if (point < 0x10000) bytes.push(0xe0 | (point >> 12), tail(point >> 6), tail(point));
    else bytes.push(0xf0 | (point >> 18), tail(point >> 12), tail(point >> 6), tail(point));
  }
  return Uint8Array.from(bytes);
}

/** `text` with every half of a surrogate pair replaced by U+FFFD. */
export function toWellFormed(text: string): string {
  let result = '';
  for (const character of text) {
    result += String.fromCodePoint(wellFormed(character.codePointAt(0) ?? 0));
  }
  return result;
}

function wellFormed(point: number): number {
  return point >= 0xd800 && point <= 0xdfff ? 0xfffd : point;
}

function tail(bits: number): number {
  return 0x80 | (bits & 0x3f);
}

/** The text of `bytes`; null where they are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | null {
  const parts: string[] = [];
  let at = 0;
  while (at < bytes.length) {
    const first = bytes[at] ?? 0;
    const size = sequenceSize(first);
    if (size === 0 || at + size > bytes.length) return null;
    let point = size === 1 ? first : first & (0x7f >> size);
    for (let i = 1; i < size; i++) {
      const next = bytes[at + i] ?? 0;
      if ((next & 0xc0) !== 0x80) return null;
      point = (point << 6) | (next & 0x3f);
    }
    if (!isShortest(point, size)) return null;
    parts.push(String.fromCodePoint(point));
    at += size;
  }
  return parts.join('');
}

/** Bytes of the sequence that starts with `first`; 0 where none does. */
function sequenceSize(first: number): number {
  if (first < 0x80) return 1;
  if (first < 0xc2) return 0;
  if (first < 0xe0) return 2;
  if (first < 0xf0) return 3;
  return first < 0xf5 ? 4 : 0;
}

/** Whether a code point may be written in so many bytes: no overlong forms, no surrogates, none too great. */
function isShortest(point: number, size: number): boolean {
  if (size === 3) return point >= 0x800 && wellFormed(point) === point;
  return size < 4 || (point >= 0x10000 && point <= 0x10ffff);
}
