/**
 * Animations as WebM: pictures are encoded by the browser (VP8, by WebCodecs) and put into a Matroska file here,
 * each with its own duration. Nothing is recorded in real time.
 */
import { webmFile, type WebmBlock, type WebmColors } from './webmFile.ts';

export interface WebmWriter {
  readonly add: (canvas: HTMLCanvasElement, restMs: number) => Promise<void>;
  readonly finish: () => Promise<Blob>;
  readonly close: () => void;
}

/** Whether this browser can. */
export function canMakeWebm(): boolean {
  return typeof VideoEncoder === 'function' && typeof VideoFrame === 'function';
}

const bitsPerPixel = 4;
/** A picture that can be shown without those before it, so that players can seek. */
const keyEvery = 30;

/** Starts a file of pictures of one size. */
export function createWebm(width: number, height: number): WebmWriter {
  const blocks: WebmBlock[] = [];
  let colors: WebmColors | null = null;
  let failed: unknown = null;
  let at = 0;
  let count = 0;
  const encoder = new VideoEncoder({
    output(chunk, metadata) {
      colors ??= colorsOf(metadata?.decoderConfig?.colorSpace);
      const data = new Uint8Array(chunk.byteLength);
      chunk.copyTo(data);
      blocks.push({ data, atMs: Math.round(chunk.timestamp / 1000), isKey: chunk.type === 'key' });
    },
    error: (error) => (failed = error),
  });
  const bitrate = Math.max(1_000_000, width * height * bitsPerPixel);
  encoder.configure({ codec: 'vp8', width, height, bitrate });
  const encode = async (canvas: HTMLCanvasElement, timestamp: number): Promise<void> => {
    const frame = new VideoFrame(canvas, { timestamp });
    encoder.encode(frame, { keyFrame: count % keyEvery === 0 });
    frame.close();
    count++;
    while (encoder.encodeQueueSize > 2 && failed === null)
      await new Promise((resolve) => setTimeout(resolve, 5));
    if (failed !== null) throw new Error('the video could not be made');
  };
  let shown: HTMLCanvasElement | null = null;
  return {
    async add(canvas, restMs) {
      shown = canvas;
      await encode(canvas, at * 1000);
      at += Math.round(restMs);
    },
    async finish() {
      // The last picture once more: players end with the last picture, however long it should stay.
      if (shown) await encode(shown, (at - 1) * 1000);
      await encoder.flush();
      return new Blob([webmFile({ width, height, durationMs: at, colors, blocks })], {
        type: 'video/webm',
      });
    },
    close: () => {
      if (encoder.state !== 'closed') encoder.close();
    },
  };
}

/** Numbers of ITU-T H.273, as Matroska has them. */
const matrices: Readonly<Record<string, number>> = { rgb: 0, bt709: 1, bt470bg: 5, smpte170m: 6 };
const primaries: Readonly<Record<string, number>> = { bt709: 1, bt470bg: 5, smpte170m: 6 };
const transfers: Readonly<Record<string, number>> = { bt709: 1, smpte170m: 6, 'iec61966-2-1': 13 };
const unspecified = 2;

/** How the encoder has made its values of colours: a player that guesses shows a grey as white. */
function colorsOf(space: VideoColorSpaceInit | undefined): WebmColors | null {
  if (!space) return null;
  return {
    isFullRange: space.fullRange === true,
    matrix: matrices[space.matrix ?? ''] ?? unspecified,
    primaries: primaries[space.primaries ?? ''] ?? unspecified,
    transfer: transfers[space.transfer ?? ''] ?? unspecified,
  };
}
