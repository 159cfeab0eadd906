/** The main picture: where the copies of each byte are, which are stale, who owns the buffer. */
import { useMemo, useState } from 'react';
import { partsOfRun } from '../figure/partsOfRun.ts';
import type { Cursor } from '../history/cursor.ts';
import type { MicroEvent } from '../model/microEvent.ts';
import { composeRoom } from '../scene/composeRoom.ts';
import type { RoomOptions } from '../scene/roomContext.ts';
import type { RoomScene } from '../scene/roomTypes.ts';
import { sameSelection, type Selection } from '../scene/selection.ts';
import {
  currentEntry,
  currentEvent,
  currentState,
  eventsDone,
  operationUnderWay,
  type Point,
} from '../session/derive.ts';
import type { Session } from '../session/session.ts';
import { createRoomView, type RoomViewOptions } from '../view/room/createRoomView.ts';
import { prefersStillness } from './motion.ts';
import { lazyWork, useWork } from './lazyPart.ts';
import type { RoomPicture } from './roomMovements.ts';
import { followZoom, openFold } from './roomZoom.ts';
import { RoomTools } from './RoomTools.tsx';
import { useSession, useSessionObject } from './useSession.ts';
import { ViewHost, type HostedView } from './ViewHost.tsx';

/** The first picture is drawn before anything can move, and by what is here then. */
const laterParts = lazyWork(async () => (await import('./roomParts.ts')).roomParts);

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
  const keep = useMemo(() => partsOfRun(history), [history]);
  const picture = useMemo((): RoomPicture => {
    const sets = caches === 'sets' ? (parts?.roomSets ?? null) : null;
    const moves = parts?.roomMoves ?? null;
    const options = { selection, opened, keep, sets, moves, folded };
    const sceneAt = (at: Cursor, happening?: MicroEvent): RoomScene =>
      sceneOf({ history, cursor: at }, options, happening);
    return { history, cursor, scene: sceneAt(cursor), sceneAt, parts };
  }, [history, cursor, selection, opened, keep, caches, folded, parts]);
  const create = useMemo(
    () => (element: HTMLElement) =>
      hostRoom(element, session, {
        onFold: (key) => openFold(session, key),
        onFoldColumn: (key) => setFolded(toggled(key)),
      }),
    [session],
  );
  return (
    <section className="panel room" aria-label="Room">
      <ViewHost create={create} scene={picture} className="scroll" />
      <RoomTools />
      <p className="hidden-text" aria-live="polite">
        {playing ? '' : wordsOf(picture)}
      </p>
    </section>
  );
}

/** `happening`: what is shown to happen inside the operation, instead of its last micro-event done. */
function sceneOf(
  point: Point,
  options: Partial<RoomOptions>,
  happening: MicroEvent | undefined,
): RoomScene {
  const entry = currentEntry(point);
  const done = entry?.events.slice(0, eventsDone(point)) ?? [];
  const event = happening ?? currentEvent(point);
  const operation = happening ? (entry?.input.operation ?? null) : operationUnderWay(point);
  return composeRoom(currentState(point), { ...options, event, done, operation });
}

/** What a screen reader says of the picture: what the step changed, and what is selected. */
function wordsOf({ scene, parts }: RoomPicture): string {
  if (!parts) return '';
  const { changed, selected } = parts.roomText(scene);
  return [...changed, ...selected].join(' ');
}

function hostRoom(
  element: HTMLElement,
  session: Session,
  folds: Pick<RoomViewOptions, 'onFold' | 'onFoldColumn'>,
): HostedView<RoomPicture> {
  const select = (selection: Selection | null) => session.store.setState({ selection });
  const view = createRoomView(element, {
    onSelect: (chosen) =>
      select(sameSelection(session.store.getState().selection, chosen) ? null : chosen),
    onCellMenu: (chosen) => {
      select(chosen);
      session.store.setState({ sheet: 'do' });
    },
    onZoom: (zoom) => session.store.setState({ zoom }),
    ...folds,
  });
  const partZoom = followZoom(session, view);
  let shown: RoomPicture | null = null;
  return {
    ...view,
    destroy() {
      partZoom();
      view.destroy();
    },
    update(picture) {
      const { playing, speed, sought } = session.store.getState();
      const pace = { speed: playing ? speed : 1, isHurried: !view.isIdle() };
      const isStill = sought || prefersStillness();
      if (picture.parts) view.equip(picture.parts.roomExtras);
      const movements = isStill ? [] : picture.parts?.movementsTo(shown, picture, pace);
      shown = picture;
      view.update(picture.scene, movements);
    },
  };
}

function toggled(key: string): (opened: ReadonlySet<string>) => ReadonlySet<string> {
  return (opened) => {
    const next = new Set(opened);
    if (!next.delete(key)) next.add(key);
    return next;
  };
}
