/** The lines of a recording, plain or gzipped, read as a stream: with bounds, for a file may hold anything. */
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';

export interface RecordingLine {
  /** From 1. */
  readonly number: number;
  /** Null where the line is longer than `longestLine`: it was passed over. */
  readonly text: string | null;
}

/** Bytes of the longest line that is kept; a recorded one has some thousand. */
export const longestLine = 1024 * 1024;

/** Bytes of the largest recording, unpacked: a packed one may hold a thousand times what it has. */
export const largestRecording = 256 * 1024 * 1024;

/** Lines of the longest recording, blank ones too. */
export const mostRecordingLines = 100_000;

/** What is too much in a recording; bounds of the same meaning as the constants of this file. */
export interface Bounds {
  readonly line: number;
  readonly bytes: number;
  readonly lines: number;
}

const usual: Bounds = { line: longestLine, bytes: largestRecording, lines: mostRecordingLines };

const byteOrderMark = '\uFEFF';
const newline = 0x0a;

/**
 * Yields every line that is not blank, without a byte order mark. Throws what the file system or gzip throws, and an
 * Error that says so where the recording is too large; what came before that has been yielded.
 */
export async function* recordingLines(
  path: string,
  bounds: Bounds = usual,
): AsyncGenerator<RecordingLine> {
  const file = createReadStream(path);
  // An error reaches the loop by the stream that it reads.
  const input = path.endsWith('.gz') ? pipeline(file, createGunzip(), () => {}) : file;
  const cutter = createCutter(bounds);
  for await (const chunk of input) if (Buffer.isBuffer(chunk)) yield* cutter.cut(chunk);
  yield* cutter.rest();
}

interface Cutter {
  /** The lines that end in the next bytes of the file. */
  readonly cut: (chunk: Buffer) => Generator<RecordingLine>;
  /** The last line, which nothing ends. */
  readonly rest: () => Generator<RecordingLine>;
}

function createCutter({ line: most, bytes: mostBytes, lines: mostLines }: Bounds): Cutter {
  let pieces: Buffer[] = [];
  let length = 0;
  let bytes = 0;
  let number = 0;

  function keep(piece: Buffer): void {
    length += piece.length;
    if (length <= most) pieces.push(piece);
    else pieces = [];
  }

  function* end(): Generator<RecordingLine> {
    number++;
    if (number > mostLines) throw new Error(`it has more than ${mostLines} lines`);
    const whole = length > most ? null : Buffer.concat(pieces).toString('utf8');
    pieces = [];
    length = 0;
    const text = number === 1 && whole?.startsWith(byteOrderMark) ? whole.slice(1) : whole;
    if (text?.trim() !== '') yield { number, text };
  }

  return {
    *cut(chunk) {
      bytes += chunk.length;
      if (bytes > mostBytes) throw new Error(`it holds more than ${mostBytes} bytes`);
      let from = 0;
      for (let at = chunk.indexOf(newline); at >= 0; at = chunk.indexOf(newline, from)) {
        keep(chunk.subarray(from, at));
        from = at + 1;
        yield* end();
      }
      keep(chunk.subarray(from));
    },
    *rest() {
      if (length > 0) yield* end();
    },
  };
}
