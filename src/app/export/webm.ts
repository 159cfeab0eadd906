/**
 * Animations as WebM: pictures are encoded by the browser (VP8, by WebCodecs) and put into a Matroska file here,
 * each with its own duration. Nothing is recorded in real time.
 */
import { webmFile, type WebmBlock } from './webmFile.ts';

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
  let failed: unknown = null;
  let at = 0;
  let count = 0;
  const encoder = new VideoEncoder({
    output(chunk) {
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
      return new Blob([webmFile({ width, height, durationMs: at, blocks })], {
        type: 'video/webm',
      });
    },
    close: () => {
      if (encoder.state !== 'closed') encoder.close();
    },
  };
}
