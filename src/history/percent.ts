/**
 * Percent-encoding of values in a URL fragment [RFC 3986]. Total both ways, unlike
 * `encodeURIComponent`, which throws on half a surrogate pair.
 */
import { decodeUtf8, encodeUtf8 } from './utf8.ts';

/** What stands for itself. Of the characters that a fragment allows, those that no mailer or chat cuts off. */
const literal = /[A-Za-z0-9\-._~:@/,=]/;

export function encodePercent(text: string): string {
  let result = '';
  for (const byte of encodeUtf8(text)) {
    const character = String.fromCharCode(byte);
    result += literal.test(character)
      ? character
      : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return result;
}

/** The text; null where a `%` is not followed by two hex digits or the bytes are not UTF-8. `+` is a plus. */
export function decodePercent(text: string): string | null {
  if (!text.includes('%')) return text;
  if (/%(?![0-9A-Fa-f]{2})/.test(text)) return null;
  const parts = text.split(/((?:%[0-9A-Fa-f]{2})+)/);
  let result = '';
  for (const part of parts) {
    const decoded = part.startsWith('%') ? decodeUtf8(hexBytes(part)) : part;
    if (decoded === null) return null;
    result += decoded;
  }
  return result;
}

function hexBytes(escapes: string): Uint8Array {
  return Uint8Array.from(escapes.slice(1).split('%'), (hex) => Number.parseInt(hex, 16));
}
