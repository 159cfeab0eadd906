/**
 * The lanes: who did what when, who owned the buffer, and where rules were broken; as a picture, or as a table. A click
 * goes there.
 */
import './lanesPanel.css';
import { useMemo, useState } from 'react';
import { hostLanes, lanesPicture } from '../player/lanesHost.ts';
import { runCommand } from '../session/commands.ts';
import { LanesTable } from './LanesTable.tsx';
import { LanesTools } from './LanesTools.tsx';
import { useSession, useSessionObject } from './useSession.ts';
import { ViewHost } from './ViewHost.tsx';

export function LanesPanel() {
  const session = useSessionObject();
  const history = useSession((s) => s.history);
  const cursor = useSession((s) => s.cursor);
  const range = useSession((s) => s.range);
  const [isTable, setTable] = useState(false);
  const scene = useMemo(() => lanesPicture({ history, cursor, range }), [history, cursor, range]);
  const create = useMemo(
    () => (element: HTMLElement) =>
      hostLanes(element, session, (id, args) => runCommand(session, id, args)),
    [session],
  );
  return (
    <section className="panel lanes" aria-label="Lanes">
      <LanesTools isTable={isTable} onTable={() => setTable(!isTable)} />
      {isTable ? <LanesTable /> : <ViewHost create={create} scene={scene} className="scroll" />}
    </section>
  );
}
