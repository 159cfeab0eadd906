/** The lanes with their session: the run as lanes, and what is chosen there as commands. */
import { laneInputOf } from '../figure/laneInputOf.ts';
import { printCursor } from '../history/cursor.ts';
import type { History } from '../history/history.ts';
import { lanesRun, type LanesRun } from '../scene/lanesRun.ts';
import { lanesScene, type LanesScene } from '../scene/lanesScene.ts';
import type { CommandArguments } from '../session/commandTypes.ts';
import { operationLine, verdicts } from '../session/derive.ts';
import { holdLanes } from '../session/lanesControl.ts';
import { markedRange } from '../session/range.ts';
import type { Session } from '../session/session.ts';
import type { SessionState } from '../session/sessionState.ts';
import { createLanesView, type LanesViewOptions } from '../view/lanes/lanesView.ts';
import { stepDuration } from './motion.ts';

/** Runs a command of the page that the lanes are on. */
type Run = (id: string, args?: CommandArguments) => unknown;

/** The lanes of a state. */
export function lanesPicture({
  history,
  cursor,
  range,
}: Pick<SessionState, 'history' | 'cursor' | 'range'>): LanesScene {
  return lanesScene(runOf(history), cursor, markedRange({ history, range }));
}

const zoomCommands = { in: 'lanes.zoomIn', out: 'lanes.zoomOut', fit: 'lanes.fit' } as const;

/** What is chosen in the picture becomes commands. */
function optionsFor(run: Run): LanesViewOptions {
  return {
    onSeek: (cursor) => {
      run('seek', { at: printCursor(cursor) });
    },
    onRange: (part) => {
      if (!part) run('range.clear');
      else run('range.set', { from: printCursor(part.from), to: printCursor(part.to) });
    },
    onZoom: (to) => {
      run(zoomCommands[to]);
    },
  };
}

export interface HostedLanes {
  readonly update: (scene: LanesScene) => void;
  readonly isIdle: () => boolean;
  readonly destroy: () => void;
}

export function hostLanes(element: HTMLElement, session: Session, run: Run): HostedLanes {
  const view = createLanesView(element, optionsFor(run));
  const letGo = holdLanes(session, view);
  return {
    update(scene) {
      const { playing, speed } = session.store.getState();
      const durationMs = stepDuration(playing ? speed : 1);
      view.update(scene, { animate: durationMs > 0, durationMs });
    },
    isIdle: view.isIdle,
    destroy() {
      letGo();
      view.destroy();
    },
  };
}

const runsByHistory = new WeakMap<History, LanesRun>();

function runOf(history: History): LanesRun {
  const known = runsByHistory.get(history);
  if (known) return known;
  const run = lanesRun(laneInputOf(history, verdicts(history), operationLine));
  runsByHistory.set(history, run);
  return run;
}
