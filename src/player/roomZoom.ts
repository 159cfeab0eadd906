/** What rooms share with the session: their zoom, which keys and buttons change as wheels do, and their folds. */
import { toggleFold } from '../scene/folds.ts';
import type { Session } from '../session/session.ts';
import type { RoomView } from '../view/room/createRoomView.ts';

/** Keeps the zoom of a room and that of the session the same; returns what parts them. */
export function followZoom(session: Session, view: Pick<RoomView, 'zoomTo'>): () => void {
  view.zoomTo(session.store.getState().zoom);
  return session.store.subscribe(({ zoom }, before) => {
    if (zoom !== before.zoom) view.zoomTo(zoom);
  });
}

/** A fold of the room was clicked: its key. */
export function openFold(session: Session, key: string): void {
  session.store.setState({ opened: toggleFold(session.store.getState().opened, key) });
}
