/** The lines of a recording, plain or gzipped, read as a stream. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';

export interface RecordingLine {
  /** From 1. */
  readonly number: number;
  readonly text: string;
}

const byteOrderMark = '\uFEFF';

/** Yields every line that is not blank, without a byte order mark. Throws what the file system or gzip throws. */
export async function* recordingLines(path: string): AsyncGenerator<RecordingLine> {
  const file = createReadStream(path);
  let failure: Error | null = null;
  const note = (error?: Error | null) => {
    failure ??= error ?? null;
  };
  file.on('error', note);
  const input = path.endsWith('.gz') ? pipeline(file, createGunzip(), note) : file;
  let number = 0;
  for await (const line of createInterface({ input, crlfDelay: Infinity })) {
    number += 1;
    const text = number === 1 && line.startsWith(byteOrderMark) ? line.slice(1) : line;
    if (text.trim() !== '') yield { number, text };
  }
  if (failure !== null) throw failure;
}
