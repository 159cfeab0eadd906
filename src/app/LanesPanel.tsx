/**
 * The lanes: who did what when, who owned the buffer, and where rules were broken; as a picture, or as a table. A click
 * goes there.
 */
import './lanesPanel.css';
import { useMemo, useState } from 'react';
import { laneInputOf } from '../figure/laneInputOf.ts';
import { printCursor } from '../history/cursor.ts';
import type { History } from '../history/history.ts';
import type { Operation } from '../model/operation.ts';
import { lanesRun, type LanesRun } from '../scene/lanesRun.ts';
import { lanesScene, type LanesScene } from '../scene/lanesScene.ts';
import { runCommand } from '../session/commands.ts';
import { operationWords, verdicts } from '../session/derive.ts';
import { holdLanes } from '../session/lanesControl.ts';
import { markedRange } from '../session/range.ts';
import type { Session } from '../session/session.ts';
import { createLanesView, type LanesViewOptions } from '../view/lanes/lanesView.ts';
import { LanesTable } from './LanesTable.tsx';
import { LanesTools } from './LanesTools.tsx';
import { stepDuration } from './motion.ts';
import { useSession, useSessionObject } from './useSession.ts';
import { ViewHost, type HostedView } from './ViewHost.tsx';

export function LanesPanel() {
  const session = useSessionObject();
  const history = useSession((s) => s.history);
  const cursor = useSession((s) => s.cursor);
  const range = useSession((s) => s.range);
  const [isTable, setTable] = useState(false);
  const scene = useMemo(
    () => lanesScene(runOf(history), cursor, markedRange({ history, range })),
    [history, cursor, range],
  );
  const create = useMemo(() => (element: HTMLElement) => hostLanes(element, session), [session]);
  return (
    <section className="panel lanes" aria-label="Lanes">
      <LanesTools isTable={isTable} onTable={() => setTable(!isTable)} />
      {isTable ? <LanesTable /> : <ViewHost create={create} scene={scene} className="scroll" />}
    </section>
  );
}

const zoomCommands = { in: 'lanes.zoomIn', out: 'lanes.zoomOut', fit: 'lanes.fit' } as const;

/** What is chosen in the picture becomes commands. */
function optionsFor(session: Session): LanesViewOptions {
  return {
    onSeek: (cursor) => {
      runCommand(session, 'seek', { at: printCursor(cursor) });
    },
    onRange: (part) => {
      if (!part) runCommand(session, 'range.clear');
      else {
        const [from, to] = [printCursor(part.from), printCursor(part.to)];
        runCommand(session, 'range.set', { from, to });
      }
    },
    onZoom: (to) => {
      runCommand(session, zoomCommands[to]);
    },
  };
}

function hostLanes(element: HTMLElement, session: Session): HostedView<LanesScene> {
  const view = createLanesView(element, optionsFor(session));
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
  const lineOf = (operation: Operation) => operationWords(operation).line;
  const run = lanesRun(laneInputOf(history, verdicts(history), lineOf));
  runsByHistory.set(history, run);
  return run;
}
