/** The main picture: where the copies of each byte are, which are stale, who owns the buffer. */
import { useMemo, useState } from 'react';
import { isSameCursor } from '../history/cursor.ts';
import type { History } from '../history/history.ts';
import { usedParts } from '../scene/roomColumns.ts';
import { roomScene } from '../scene/roomScene.ts';
import { roomText } from '../scene/roomText.ts';
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
import { createRoomView } from '../view/room/createRoomView.ts';
import { isStepForward, stepDuration } from './motion.ts';
import { useSession, useSessionObject } from './useSession.ts';
import { ViewHost, type HostedView } from './ViewHost.tsx';

interface RoomPicture extends Point {
  readonly scene: RoomScene;
}

export function RoomPanel() {
  const session = useSessionObject();
  const history = useSession((s) => s.history);
  const cursor = useSession((s) => s.cursor);
  const selection = useSession((s) => s.selection);
  const playing = useSession((s) => s.playing);
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const keep = useMemo(() => partsOfRun(history), [history]);
  const picture = useMemo((): RoomPicture => {
    const point = { history, cursor };
    const event = currentEvent(point);
    const operation = operationUnderWay(point);
    const done = currentEntry(point)?.events.slice(0, eventsDone(point)) ?? [];
    const options = { event, done, operation, selection, opened, keep };
    const scene = roomScene(currentState(point), options);
    return { scene, ...point };
  }, [history, cursor, selection, opened, keep]);
  const create = useMemo(
    () => (element: HTMLElement) => hostRoom(element, session, (key) => setOpened(toggled(key))),
    [session],
  );
  return (
    <section className="panel room" aria-label="Room">
      <ViewHost create={create} scene={picture} className="scroll" />
      <p className="hidden-text" aria-live="polite">
        {playing ? '' : wordsOf(picture.scene)}
      </p>
    </section>
  );
}

/** What a screen reader says of the picture: what the step changed, and what is selected. */
function wordsOf(scene: RoomScene): string {
  const { changed, selected } = roomText(scene);
  return [...changed, ...selected].join(' ');
}

function hostRoom(
  element: HTMLElement,
  session: Session,
  onFold: (key: string) => void,
): HostedView<RoomPicture> {
  const select = (selection: Selection | null) => session.store.setState({ selection });
  const view = createRoomView(element, {
    onSelect: (chosen) =>
      select(sameSelection(session.store.getState().selection, chosen) ? null : chosen),
    onCellMenu: (chosen) => {
      select(chosen);
      session.store.setState({ sheet: 'do' });
    },
    onFold,
  });
  let shown: RoomPicture | null = null;
  return {
    ...view,
    update(picture) {
      const isSamePoint =
        shown?.history === picture.history && isSameCursor(shown.cursor, picture.cursor);
      const animate = isStepForward(shown, picture);
      const { playing, speed } = session.store.getState();
      shown = picture;
      view.update(picture.scene, {
        animate,
        durationMs: isSamePoint ? 0 : stepDuration(playing ? speed : 1),
      });
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

/** Parts of columns that hold something at some point of a run; a column that has been seen stays. */
const partsByHistory = new WeakMap<History, ReadonlySet<string>>();
const statesLookedAt = 400;

function partsOfRun(history: History): ReadonlySet<string> {
  const known = partsByHistory.get(history);
  if (known) return known;
  const states = history.entries.slice(0, statesLookedAt).map(({ state }) => state);
  const parts = new Set(states.flatMap(usedParts));
  partsByHistory.set(history, parts);
  return parts;
}
