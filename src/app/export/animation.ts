/** An animation of a part of the run, drawn picture by picture. */
import type { SessionState } from '../../session/sessionState.ts';
import type { ExportRequest } from './exportRequest.ts';
import { frameAt, framePoints, type Frame } from './frames.ts';
import { canvasOf, drawOn, sizeOf } from './raster.ts';
import { themeGround } from '../../view/svg/drawnStyles.ts';

/** How an export is going, and whether it is still wanted. */
export interface ExportWatch {
  readonly signal: AbortSignal;
  /** Parts of it that are done, and all. */
  readonly progress: (done: number, all: number) => void;
}

/** Bytes of pixels of one animation, over all its pictures: half a minute of work. */
const mostWork = 600_000_000;

interface Writer {
  readonly add: (context: CanvasRenderingContext2D, restMs: number) => Promise<void>;
  readonly finish: () => Promise<Blob>;
  readonly close: () => void;
}

/** The file; a string says why there is none. */
export async function animationOf(
  state: SessionState,
  request: ExportRequest,
  watch: ExportWatch,
): Promise<Blob | string> {
  const points = framePoints(state, request);
  if (typeof points === 'string') return points;
  const frames: Frame[] = [];
  for (const point of points) {
    if (watch.signal.aborted) return cancelled;
    const frame = frameAt(state, point, request);
    if (frame) frames.push(frame);
    watch.progress(frames.length, 2 * points.length);
    await breath();
  }
  const sizes = frames.map(({ svg }) => sizeOf(svg));
  // Video wants even sizes.
  const even = (values: readonly number[]): number => 2 * Math.ceil(Math.max(2, ...values) / 2);
  const width = even(sizes.map((size) => size.width));
  const height = even(sizes.map((size) => size.height));
  if (frames.length === 0) return 'there is nothing to draw in this part of the run';
  if (width * height * frames.length > mostWork)
    return 'that is too much to draw: take a smaller width, or a smaller part of the run';
  const context = canvasOf({ width, height }, true);
  if (typeof context === 'string') return context;
  return write(frames, context, request, watch);
}

export const cancelled = 'cancelled';

async function write(
  frames: readonly Frame[],
  context: CanvasRenderingContext2D,
  { format, theme }: ExportRequest,
  { signal, progress }: ExportWatch,
): Promise<Blob | string> {
  const { width, height } = context.canvas;
  const writer = format === 'webm' ? await webmWriter(width, height) : await gifWriter();
  if (typeof writer === 'string') return writer;
  try {
    for (const [i, { svg, restMs }] of frames.entries()) {
      if (signal.aborted) return cancelled;
      context.fillStyle = themeGround(theme);
      context.fillRect(0, 0, width, height);
      await drawOn(context, svg, 1);
      await writer.add(context, restMs);
      progress(frames.length + i + 1, 2 * frames.length);
    }
    return await writer.finish();
  } finally {
    writer.close();
  }
}

async function gifWriter(): Promise<Writer> {
  const { createGif } = await import('./gif.ts');
  const gif = createGif();
  return {
    ...gif,
    add: (context, restMs) => {
      const { width, height } = context.canvas;
      return gif.add(context.getImageData(0, 0, width, height), restMs);
    },
  };
}

async function webmWriter(width: number, height: number): Promise<Writer | string> {
  const { canMakeWebm, createWebm } = await import('./webm.ts');
  if (!canMakeWebm()) return 'this browser makes no WebM: take GIF';
  const webm = createWebm(width, height);
  return { ...webm, add: ({ canvas }, restMs) => webm.add(canvas, restMs) };
}

/** Lets the page go on. */
function breath(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
}
