/** Reads files that may be of any size, or without end as a device is: never more than was asked for. */
import { closeSync, openSync, readSync } from 'node:fs';

/** The text of a file; null where it has more bytes than `most`. Throws what the file system throws. */
export function readBounded(path: string, most: number): string | null {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(most + 1);
    let length = 0;
    for (;;) {
      const read = readSync(file, bytes, length, bytes.length - length, null);
      length += read;
      if (length > most) return null;
      if (read === 0) return bytes.toString('utf8', 0, length);
    }
  } finally {
    closeSync(file);
  }
}
