/** The main picture: where the copies of each byte are, which are stale, who owns the buffer. */
import { useMemo, useState } from 'react';
import { hostRoom, roomPicture, roomWords, toggled } from '../player/roomHost.ts';
import { openFold } from '../player/roomZoom.ts';
import { lazyWork, useWork } from './lazyPart.ts';
import { RoomTools } from './RoomTools.tsx';
import { useSession, useSessionObject } from './useSession.ts';
import { ViewHost } from './ViewHost.tsx';

/** The first picture is drawn before anything can move, and by what is here then. */
const laterParts = lazyWork(async () => (await import('../player/roomParts.ts')).roomParts);

export function RoomPanel() {
  const session = useSessionObject();
  const parts = useWork(laterParts);
  const history = useSession((s) => s.history);
  const cursor = useSession((s) => s.cursor);
  const selection = useSession((s) => s.selection);
  const playing = useSession((s) => s.playing);
  const caches = useSession((s) => s.caches);
  const opened = useSession((s) => s.opened);
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const picture = useMemo(
    () => roomPicture({ history, cursor, selection, caches, opened }, folded, parts),
    [history, cursor, selection, opened, caches, folded, parts],
  );
  const create = useMemo(
    () => (element: HTMLElement) =>
      hostRoom(element, session, {
        onFold: (key) => openFold(session, key),
        onFoldColumn: (key) => setFolded((before) => toggled(before, key)),
        onMenu: () => session.store.setState({ sheet: 'do' }),
      }),
    [session],
  );
  return (
    <section className="panel room" aria-label="Room">
      <ViewHost create={create} scene={picture} className="scroll" />
      <RoomTools />
      <p className="hidden-text" aria-live="polite">
        {playing ? '' : roomWords(picture)}
      </p>
    </section>
  );
}
