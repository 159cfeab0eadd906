/**
 * Text made short for a link: UTF-8, raw deflate [RFC 1951] with a preset dictionary, a checksum before
 * it, base64url. What comes in from a link is hostile until proven otherwise, so unpacking is bounded.
 */
import { deflateSync, Inflate } from 'fflate';
import { decodeBase64url, encodeBase64url } from './base64url.ts';
import { linkDictionary } from './dictionary.ts';
import { decodeUtf8, encodeUtf8 } from './utf8.ts';

/** Bytes that a packed text may hold, when unpacked. */
export const unpackedLimit = 256 * 1024;

/** Packed bytes that are inflated at a time: deflate makes at most some 1,032 bytes of one. */
const portion = 32;

const dictionary = encodeUtf8(linkDictionary);

/** Bytes of the checksum. */
const checksumSize = 2;

/** Fletcher's checksum of 16 bits [RFC 1146]: finds links that were cut or mistyped. */
function checksum(bytes: Uint8Array): readonly [number, number] {
  let sum = 0;
  let sumOfSums = 0;
  for (const byte of bytes) {
    sum = (sum + byte) % 255;
    sumOfSums = (sumOfSums + sum) % 255;
  }
  return [sumOfSums, sum];
}

/** `text` as base64url. */
export function packText(text: string): string {
  const bytes = encodeUtf8(text);
  const deflated = deflateSync(bytes, { level: 9, mem: 9, dictionary });
  const packed = new Uint8Array(checksumSize + deflated.length);
  packed.set(checksum(bytes));
  packed.set(deflated, checksumSize);
  return encodeBase64url(packed);
}

/** A text that was packed, or why it cannot be had. */
export type Unpacked =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly message: string };

const damaged = 'is cut off or damaged';

function failed(message: string): Unpacked {
  return { ok: false, message };
}

/** The inverse of `packText`. Stops as soon as more than `unpackedLimit` bytes come out. */
export function unpackText(packed: string): Unpacked {
  const bytes = decodeBase64url(packed);
  if (bytes === null) return failed(damaged);
  const inflated = inflateBounded(bytes.subarray(checksumSize));
  if (inflated === 'broken') return failed(damaged);
  if (inflated === 'too long') return failed(`holds more than ${unpackedLimit / 1024} KiB`);
  if (checksum(inflated).some((byte, i) => byte !== bytes[i])) return failed(damaged);
  const text = decodeUtf8(inflated);
  return text === null ? failed('does not hold UTF-8 text') : { ok: true, text };
}

function inflateBounded(bytes: Uint8Array): Uint8Array | 'broken' | 'too long' {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const stream = new Inflate({ dictionary }, (chunk) => {
    length += chunk.length;
    if (length <= unpackedLimit) chunks.push(chunk);
  });
  if (bytes.length === 0) return 'broken';
  try {
    for (let at = 0; at < bytes.length; at += portion) {
      stream.push(bytes.subarray(at, at + portion), at + portion >= bytes.length);
      if (length > unpackedLimit) return 'too long';
    }
  } catch {
    return 'broken';
  }
  return join(chunks, length);
}

function join(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const joined = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    joined.set(chunk, at);
    at += chunk.length;
  }
  return joined;
}

/** Makes a text short, and long again. */
export interface Packer {
  readonly pack: (text: string) => string;
  readonly unpack: (packed: string) => Unpacked;
}

export const packer: Packer = { pack: packText, unpack: unpackText };
