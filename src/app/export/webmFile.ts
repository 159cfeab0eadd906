/** A WebM file of one video track: the few elements of Matroska that it takes (RFC 9559), and nothing else. */

/** An encoded picture. */
export interface WebmBlock {
  readonly data: Uint8Array;
  readonly atMs: number;
  readonly isKey: boolean;
}

/** Colours by the numbers of ITU-T H.273. */
export interface WebmColors {
  readonly isFullRange: boolean;
  readonly matrix: number;
  readonly primaries: number;
  readonly transfer: number;
}

export interface WebmVideo {
  readonly width: number;
  readonly height: number;
  readonly durationMs: number;
  /** Null: what players take where nothing is said. */
  readonly colors: WebmColors | null;
  /** In order of time; the first is a key. */
  readonly blocks: readonly WebmBlock[];
}

type Bytes = Uint8Array<ArrayBuffer>;

/** A cluster's times are 16 bits with a sign, from its own beginning. */
const clusterMs = 30_000;

/** The whole file. */
export function webmFile({ width, height, durationMs, colors, blocks }: WebmVideo): Bytes {
  const header = element(0x1a45dfa3, [
    element(0x4286, number(1)),
    element(0x42f7, number(1)),
    element(0x42f2, number(4)),
    element(0x42f3, number(8)),
    element(0x4282, text('webm')),
    element(0x4287, number(2)),
    element(0x4285, number(2)),
  ]);
  const info = element(0x1549a966, [
    // Times are in milliseconds.
    element(0x2ad7b1, number(1_000_000)),
    element(0x4489, float(durationMs)),
    element(0x4d80, text('bufscope')),
    element(0x5741, text('bufscope')),
  ]);
  const video = element(0xe0, [
    element(0xb0, number(width)),
    element(0xba, number(height)),
    ...(colors ? [colorsOf(colors)] : []),
  ]);
  const track = element(0xae, [
    element(0xd7, number(1)),
    element(0x73c5, number(1)),
    element(0x83, number(1)),
    element(0x86, text('V_VP8')),
    video,
  ]);
  const clusters = clustersOf(blocks).map((cluster) => clusterOf(cluster));
  return join([header, element(0x18538067, [info, element(0x1654ae6b, [track]), ...clusters])]);
}

function colorsOf({ isFullRange, matrix, primaries, transfer }: WebmColors): Bytes {
  return element(0x55b0, [
    element(0x55b1, number(matrix)),
    element(0x55b9, number(isFullRange ? 2 : 1)),
    element(0x55ba, number(transfer)),
    element(0x55bb, number(primaries)),
  ]);
}

/** Blocks that share a beginning. */
function clustersOf(blocks: readonly WebmBlock[]): readonly (readonly WebmBlock[])[] {
  const clusters: WebmBlock[][] = [];
  for (const block of blocks) {
    const open = clusters.at(-1);
    const start = open?.[0]?.atMs ?? 0;
    if (!open || block.atMs - start >= clusterMs) clusters.push([block]);
    else open.push(block);
  }
  return clusters;
}

function clusterOf(blocks: readonly WebmBlock[]): Bytes {
  const start = blocks[0]?.atMs ?? 0;
  return element(0x1f43b675, [
    element(0xe7, number(start)),
    ...blocks.map(({ data, atMs, isKey }) => {
      const offset = atMs - start;
      const head = [0x81, (offset >> 8) & 0xff, offset & 0xff, isKey ? 0x80 : 0];
      return element(0xa3, [Uint8Array.from(head), data]);
    }),
  ]);
}

/** An element: its id, its length in eight bytes, its content. */
function element(id: number, content: Uint8Array | readonly Uint8Array[]): Bytes {
  const inner = content instanceof Uint8Array ? content : join(content);
  const head = new Uint8Array(8);
  const view = new DataView(head.buffer);
  view.setUint32(0, 0x01000000 + Math.floor(inner.length / 2 ** 32));
  view.setUint32(4, inner.length % 2 ** 32);
  return join([number(id), head, inner]);
}

/** In as few bytes as hold it. */
function number(value: number): Bytes {
  const bytes: number[] = [];
  for (let rest = value; rest > 0 || bytes.length === 0; rest = Math.floor(rest / 256))
    bytes.unshift(rest % 256);
  return Uint8Array.from(bytes);
}

function float(value: number): Bytes {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, value);
  return bytes;
}

function text(words: string): Bytes {
  return Uint8Array.from(words, (letter) => letter.charCodeAt(0));
}

function join(parts: readonly Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
