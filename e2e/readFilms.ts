/** Just enough of GIF and of Matroska to say what is in a file, read by their specifications. */

export interface GifContent {
  readonly width: number;
  readonly height: number;
  /** Hundredths of a second for each picture. */
  readonly delays: readonly number[];
}

/** GIF89a: a header, then blocks: 0x21 an extension, 0x2c a picture, 0x3b the end. */
export function readGif(bytes: Buffer): GifContent {
  if (bytes.subarray(0, 6).toString('latin1') !== 'GIF89a') throw new Error('no GIF');
  const delays: number[] = [];
  let at = 13 + colors(bytes[10] ?? 0);
  const skipBlocks = (): void => {
    while ((bytes[at] ?? 0) > 0) at += 1 + (bytes[at] ?? 0);
    at++;
  };
  for (let delay = 0; bytes[at] !== 0x3b;) {
    if (bytes[at] === 0x21) {
      if (bytes[at + 1] === 0xf9) delay = bytes.readUInt16LE(at + 4);
      at += 2;
      skipBlocks();
    } else if (bytes[at] === 0x2c) {
      delays.push(delay);
      at += 10 + colors(bytes[at + 9] ?? 0) + 1;
      skipBlocks();
    } else throw new Error(`no block of a GIF at ${at}`);
  }
  return { width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8), delays };
}

/** Bytes of a colour table by the flags that announce it. */
function colors(flags: number): number {
  return (flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1);
}

export interface WebmContent {
  readonly type: string;
  readonly codec: string;
  readonly width: number;
  readonly height: number;
  /** 1: values of video, 2: all values; 0: not said. */
  readonly range: number;
  /** Milliseconds. */
  readonly duration: number;
  readonly times: readonly number[];
}

/** Elements that hold others: EBML, Segment, Info, Tracks, TrackEntry, Video, Colour, Cluster. */
const masters = new Set([
  0x1a45dfa3, 0x18538067, 0x1549a966, 0x1654ae6b, 0xae, 0xe0, 0x55b0, 0x1f43b675,
]);

/** Matroska: elements of an id, a length and a content. */
export function readWebm(bytes: Buffer): WebmContent {
  const found = new Map<number, Buffer[]>();
  const times: number[] = [];
  let cluster = 0;
  const walk = (part: Buffer): void => {
    for (let at = 0; at < part.length;) {
      const [id, afterId] = variable(part, at, false);
      const [length, start] = variable(part, afterId, true);
      const content = part.subarray(start, start + length);
      if (content.length !== length) throw new Error('an element ends beyond its parent');
      at = start + length;
      if (masters.has(id)) walk(content);
      else found.set(id, [...(found.get(id) ?? []), content]);
      if (id === 0xe7) cluster = content.readUIntBE(0, content.length);
      if (id === 0xa3) times.push(cluster + content.readInt16BE(1));
    }
  };
  walk(bytes);
  const one = (id: number): Buffer => found.get(id)?.[0] ?? Buffer.alloc(1);
  return {
    type: one(0x4282).toString(),
    codec: one(0x86).toString(),
    width: one(0xb0).readUIntBE(0, one(0xb0).length),
    height: one(0xba).readUIntBE(0, one(0xba).length),
    range: one(0x55b9).readUIntBE(0, one(0x55b9).length),
    duration: one(0x4489).readDoubleBE(0),
    times,
  };
}

/** A number whose first byte says how long it is; an id keeps that mark. */
function variable(part: Buffer, at: number, isLength: boolean): readonly [number, number] {
  const first = part[at] ?? 0;
  const size = Math.clz32(first) - 23;
  let value = isLength ? first & (0xff >> size) : first;
  for (let i = 1; i < size; i++) value = value * 256 + (part[at + i] ?? 0);
  return [value, at + size];
}
