/** The room with its session: what of the run is drawn, what is chosen in it, and what of a step is seen to move. */
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
import type { SessionState } from '../session/sessionState.ts';
import { createRoomView, type RoomViewOptions } from '../view/room/createRoomView.ts';
import { prefersStillness } from './motion.ts';
import type { RoomPicture } from './roomMovements.ts';
import type { RoomParts } from './roomParts.ts';
import { followZoom } from './roomZoom.ts';

/** What of a session's state the room shows. */
export type RoomState = Pick<
  SessionState,
  'history' | 'cursor' | 'selection' | 'caches' | 'opened'
>;

/** The picture of a state; `folded` are the columns that the reader has folded. */
export function roomPicture(
  { history, cursor, selection, caches, opened }: RoomState,
  folded: ReadonlySet<string>,
  parts: RoomParts | null,
): RoomPicture {
  const sets = caches === 'sets' ? (parts?.roomSets ?? null) : null;
  const moves = parts?.roomMoves ?? null;
  const options = { selection, opened, keep: partsOfRun(history), sets, moves, folded };
  const sceneAt = (at: Cursor, happening?: MicroEvent): RoomScene =>
    sceneOf({ history, cursor: at }, options, happening);
  return { history, cursor, scene: sceneAt(cursor), sceneAt, parts };
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
export function roomWords({ scene, parts }: RoomPicture): string {
  if (!parts) return '';
  const { changed, selected } = parts.roomText(scene);
  return [...changed, ...selected].join(' ');
}

export interface HostedRoom {
  readonly update: (picture: RoomPicture) => void;
  readonly isIdle: () => boolean;
  readonly destroy: () => void;
}

/** Draws the room into `element`. What is chosen there is selected; the menu of a cell is the page's matter. */
export function hostRoom(
  element: HTMLElement,
  session: Session,
  {
    onMenu,
    ...others
  }: Pick<RoomViewOptions, 'onFold' | 'onFoldColumn' | 'isFigure'> & {
    readonly onMenu: () => void;
  },
): HostedRoom {
  const select = (selection: Selection | null) => session.store.setState({ selection });
  const view = createRoomView(element, {
    onSelect: (chosen) =>
      select(sameSelection(session.store.getState().selection, chosen) ? null : chosen),
    onCellMenu: (chosen) => {
      select(chosen);
      onMenu();
    },
    onZoom: (zoom) => session.store.setState({ zoom }),
    ...others,
  });
  const partZoom = followZoom(session, view);
  let shown: RoomPicture | null = null;
  return {
    isIdle: view.isIdle,
    destroy() {
      partZoom();
      view.destroy();
    },
    update(picture) {
      const { playing, speed, sought } = session.store.getState();
      const pace = { speed: playing ? speed : 1, isHurried: !view.isIdle() };
      const isStill = sought || prefersStillness();
      if (picture.parts?.roomExtras) view.equip(picture.parts.roomExtras);
      const movements = isStill ? [] : picture.parts?.movementsTo(shown, picture, pace);
      shown = picture;
      view.update(picture.scene, movements);
    },
  };
}

/** The set with `key` in it, or without where it was in. */
export function toggled(keys: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(keys);
  if (!next.delete(key)) next.add(key);
  return next;
}
