/** Animations as GIF: pictures are drawn here one by one, and encoded by a worker. */
import type { GifAnswer, GifRequest } from './gif.worker.ts';
import { startGifWorker } from './gifWorker.ts';

export interface GifWriter {
  /** Resolves when the next picture can come. */
  readonly add: (pixels: ImageData, restMs: number) => Promise<void>;
  /** The file. */
  readonly finish: () => Promise<Blob>;
  /** Ends the worker, whether it has finished or not. */
  readonly close: () => void;
}

/** Starts a file. */
export function createGif(): GifWriter {
  const worker = startGifWorker();
  const ask = (request: GifRequest): Promise<GifAnswer> =>
    new Promise((resolve, reject) => {
      const once = { once: true };
      worker.addEventListener(
        'message',
        ({ data }: MessageEvent<GifAnswer>) => resolve(data),
        once,
      );
      worker.addEventListener('error', () => reject(new Error('the GIF could not be made')), once);
      worker.postMessage(request, request ? [request.pixels.buffer] : []);
    });
  return {
    async add({ data, width, height }, restMs) {
      await ask({ pixels: new Uint8ClampedArray(data), width, height, restMs });
    },
    async finish() {
      const bytes = await ask(null);
      return new Blob(bytes ? [bytes] : [], { type: 'image/gif' });
    },
    close: () => worker.terminate(),
  };
}
