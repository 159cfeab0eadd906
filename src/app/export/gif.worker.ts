/**
 * Encodes a GIF away from the page: gets the pixels of one picture after the other, answers each with a message,
 * and the last with the file. Of a picture only what changed since the one before is written.
 */
import { applyPalette, GIFEncoder, quantize } from 'gifenc';

export interface GifFrame {
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
  readonly restMs: number;
}

/** A picture, or null: there are no more. */
export type GifRequest = GifFrame | null;

/** The file at its end, else null: the next, please. */
export type GifAnswer = Uint8Array<ArrayBuffer> | null;

const encoder = GIFEncoder();
const mostColors = 255;
let last: Uint32Array | null = null;

function add({ pixels, width, height, restMs }: GifFrame): void {
  const words = new Uint32Array(pixels.buffer);
  const before = last;
  const changed = before ? words.filter((word, i) => word !== before[i]) : words.slice();
  const colors = changed.length === 0 ? words.slice(0, 1) : changed;
  const palette = quantize(new Uint8ClampedArray(colors.buffer), mostColors);
  const index = applyPalette(pixels, palette);
  // One colour more than there are stands for what has not changed.
  const clear = palette.length;
  if (before) for (let i = 0; i < words.length; i++) if (before[i] === words[i]) index[i] = clear;
  encoder.writeFrame(index, width, height, {
    palette: [...palette, [0, 0, 0]],
    delay: restMs,
    transparent: before !== null,
    transparentIndex: clear,
    dispose: 1,
  });
  last = words;
}

addEventListener('message', ({ data }: MessageEvent<GifRequest>) => {
  if (data) add(data);
  else encoder.finish();
  const answer: GifAnswer = data ? null : encoder.bytes();
  postMessage(answer);
});
