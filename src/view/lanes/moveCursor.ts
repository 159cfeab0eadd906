/** The violet line of the present, which glides to where it stands next. */
import { drawCursor } from './drawGrid.ts';
import type { Layer } from './drawGrid.ts';
import type { Picture } from './timeWindow.ts';

const cursorEasing = 'cubic-bezier(0.2, 0.6, 0.3, 1)';

export interface CursorMotion {
  /** `glideMs`: how long it takes to get there; 0: it is there at once. */
  readonly move: (picture: Picture, glideMs: number) => void;
  readonly stop: () => void;
  readonly isIdle: () => boolean;
}

export function createCursorMotion(cursor: Layer): CursorMotion {
  let at = 0;
  let moving: Animation | null = null;
  const stop = (): void => {
    moving?.cancel();
    moving = null;
  };
  return {
    move(picture, glideMs) {
      drawCursor(cursor, picture);
      const start = at;
      const end = picture.timeX(picture.scene.cursor.x);
      stop();
      at = end;
      const isInSight = end >= picture.layout.labels - 1;
      cursor.attr('transform', `translate(${end} 0)`).attr('display', isInSight ? null : 'none');
      const line = cursor.node();
      if (glideMs <= 0 || start === end || !isInSight || !line || !('animate' in line)) return;
      const frames = [start, end].map((x) => ({ transform: `translateX(${x}px)` }));
      moving = line.animate(frames, { duration: glideMs, easing: cursorEasing });
    },
    stop,
    isIdle: () => moving?.playState !== 'running',
  };
}
