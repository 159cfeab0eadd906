/** The lanes: who did what when, who owned the buffer, and where rules were broken. A click goes there. */
import { useMemo } from 'react';
import { printCursor } from '../history/cursor.ts';
import type { History } from '../history/history.ts';
import { lanesRun, type LanesRun } from '../scene/lanesRun.ts';
import { lanesScene, type LanesScene } from '../scene/lanesScene.ts';
import { runCommand } from '../session/commands.ts';
import { operationWords, verdicts } from '../session/derive.ts';
import type { Session } from '../session/session.ts';
import { createLanesView } from '../view/lanes/lanesView.ts';
import { prefersStillness } from './motion.ts';
import { useSession, useSessionObject } from './useSession.ts';
import { ViewHost, type HostedView } from './ViewHost.tsx';

export function LanesPanel() {
  const session = useSessionObject();
  const history = useSession((s) => s.history);
  const cursor = useSession((s) => s.cursor);
  const scene = useMemo(() => lanesScene(runOf(history), cursor), [history, cursor]);
  const create = useMemo(() => (element: HTMLElement) => hostLanes(element, session), [session]);
  return (
    <section className="panel lanes" aria-label="Lanes">
      <ViewHost create={create} scene={scene} className="scroll" />
    </section>
  );
}

function hostLanes(element: HTMLElement, session: Session): HostedView<LanesScene> {
  const view = createLanesView(element, {
    onSeek: (cursor) => {
      runCommand(session, 'seek', { at: printCursor(cursor) });
    },
  });
  return { ...view, update: (scene) => view.update(scene, { animate: !prefersStillness() }) };
}

const runsByHistory = new WeakMap<History, LanesRun>();

function runOf(history: History): LanesRun {
  const known = runsByHistory.get(history);
  if (known) return known;
  const run = lanesRun({
    initial: history.initial,
    verdicts: verdicts(history),
    entries: history.entries.map((entry) => ({
      operation: entry.input.operation,
      label: operationWords(entry.input.operation).line,
      result: entry.result,
      events: entry.events,
      nested: entry.nested.map((inner) => ({
        ...inner,
        label: operationWords(inner.operation).line,
      })),
      state: entry.state,
    })),
  });
  runsByHistory.set(history, run);
  return run;
}
