/** The pictures of a player: the room, and the lanes where they are asked for. Drawn when there is a place to draw into. */
import type { CommandArguments } from '../session/commandTypes.ts';
import type { Session } from '../session/session.ts';
import { panelIds, type SessionState } from '../session/sessionState.ts';
import { playerViews, type PlayerView } from './handle.ts';
import { zoomForWidth } from '../view/room/elementSize.ts';
import { layoutRoom } from '../view/room/layoutRoom.ts';
import { waitsHere } from '../session/range.ts';
import { element } from './elements.ts';
import type { HostedLanes, lanesPicture } from './lanesHost.ts';
import { hostRoom, roomPicture, roomWords, toggled } from './roomHost.ts';
import type { RoomPicture } from './roomMovements.ts';
import { firstParts } from './firstParts.ts';
import { openFold } from './roomZoom.ts';
import { addStyles } from './styles.ts';

export interface Stage {
  readonly root: HTMLElement;
  /** Once the root is in the tree. */
  readonly begin: () => void;
  readonly update: (state: SessionState) => void;
  /** CSS pixels that the pictures take to be shown whole. */
  readonly height: () => number;
  readonly destroy: () => void;
}

/** The views of a state: a player that is not told has the room. */
export function viewsOf({ panels }: Pick<SessionState, 'panels'>): readonly PlayerView[] {
  if (panelIds.every((id) => panels.includes(id))) return ['room'];
  const views = playerViews.filter((view) => panels.includes(view));
  return views.length === 0 ? ['room'] : views;
}

/** For those who do not see the sign. */
const pauseWords = 'The demo pauses here: Space or Page Down goes on.';

type Run = (id: string, args?: CommandArguments) => unknown;

/** One picture in its place. */
interface Show {
  readonly place: HTMLElement;
  /** Draws a state, once there is a width to draw for. */
  readonly update: (state: SessionState) => void;
  readonly height: () => number;
  readonly destroy: () => void;
}

export function createStage(session: Session, run: Run): Stage {
  const words = element('p', { class: 'hidden-text', 'aria-live': 'polite' });
  let roomSays = '';
  const tell = (state: SessionState): void => {
    const said = waitsHere(state) ? `${roomSays} ${pauseWords}`.trim() : roomSays;
    if (words.textContent !== said) words.textContent = said;
  };
  const room = createRoomShow(session, (text) => {
    roomSays = text;
    tell(session.store.getState());
  });
  const root = element('div', { class: 'stage' }, room.place, words);
  let lanes: Show | null = null;

  const update = (state: SessionState): void => {
    const views = viewsOf(state);
    const hasRoom = views.includes('room');
    room.place.hidden = !hasRoom;
    root.classList.toggle('is-lanes-alone', !hasRoom);
    root.classList.toggle('has-both', views.length > 1);
    if (views.includes('lanes') && !lanes) {
      lanes = createLanesShow(session, run);
      root.append(lanes.place);
    } else if (!views.includes('lanes') && lanes) {
      lanes.destroy();
      lanes = null;
    }
    if (hasRoom) room.update(state);
    lanes?.update(state);
    tell(state);
  };

  const sizes = new ResizeObserver(() => update(session.store.getState()));
  return {
    root,
    begin: () => sizes.observe(root),
    update,
    height: () => (room.place.hidden ? 0 : room.height()) + (lanes?.height() ?? 0),
    destroy() {
      sizes.disconnect();
      room.destroy();
      lanes?.destroy();
    },
  };
}

function createRoomShow(session: Session, say: (words: string) => void): Show {
  const place = element('div', { class: 'room-place' });
  let folded: ReadonlySet<string> = new Set();
  let hosted: ReturnType<typeof hostRoom> | null = null;
  let picture: RoomPicture | null = null;
  let drawn: SessionState | null = null;
  let forget = (): void => undefined;
  let parts = firstParts;
  let rest: Promise<void> | null = null;

  /** Fetches the rest of the room, for those who look closer; without it the figure goes on as it is. */
  const fetchRest = (): void => {
    rest ??= session
      .wait(import('./roomParts.ts'))
      .then(({ roomParts }) => {
        parts = roomParts;
        return draw(session.store.getState());
      })
      .catch(() => undefined);
  };
  for (const event of ['pointerenter', 'focusin', 'touchstart'])
    place.addEventListener(event, fetchRest, { once: true, passive: true });

  const host = (): ReturnType<typeof hostRoom> => {
    const made = hostRoom(place, session, {
      onFold: (key) => openFold(session, key),
      onFoldColumn: (key) => {
        folded = toggled(folded, key);
        draw(session.store.getState());
      },
      onMenu: () => undefined,
      isFigure: true,
    });
    forget = session.watchIdle(made.isIdle);
    return made;
  };
  const draw = (state: SessionState): void => {
    drawn = state;
    picture = roomPicture(state, folded, parts);
    hosted ??= host();
    hosted.update(picture);
    place.classList.add('is-drawn');
    say(state.playing ? '' : roomWords(picture));
    const scroller = place.querySelector('.room-scroll');
    const isHigher = scroller !== null && scroller.scrollHeight > scroller.clientHeight + 1;
    if (state.caches === 'sets' || isHigher) fetchRest();
  };
  return {
    place,
    update(state) {
      if (place.clientWidth > 0 && (!drawn || isOtherPicture(drawn, state))) draw(state);
    },
    height() {
      if (!picture) return place.offsetHeight;
      const width = place.clientWidth;
      const size = { width, height: null, zoom: zoomForWidth(width) };
      const { headsHeight, height, scale } = layoutRoom(picture.scene, size);
      const legend = place.querySelector('.room-legend')?.getBoundingClientRect().height ?? 0;
      return (headsHeight + height) * scale + legend;
    },
    destroy() {
      forget();
      hosted?.destroy();
    },
  };
}

function isOtherPicture(a: SessionState, b: SessionState): boolean {
  return (
    a.history !== b.history ||
    a.cursor !== b.cursor ||
    a.selection !== b.selection ||
    a.caches !== b.caches ||
    a.opened !== b.opened ||
    a.playing !== b.playing
  );
}

/** The lanes are a chunk of their own: most figures do without. */
function createLanesShow(session: Session, run: Run): Show {
  const place = element('div', { class: 'lanes-place' });
  let isOver = false;
  let lanes: { readonly hosted: HostedLanes; readonly picture: typeof lanesPicture } | null = null;
  let forget = (): void => undefined;
  // Only a reader who is in the figure turns the wheel for its lanes; others scroll the page.
  const letScroll = (event: WheelEvent): void => {
    const isInside = place.closest('.player')?.matches(':focus-within') === true;
    if (!event.ctrlKey && !event.metaKey && !isInside) event.stopPropagation();
  };
  place.addEventListener('wheel', letScroll, { capture: true, passive: true });

  const update = (state: SessionState): void => {
    if (lanes && place.clientWidth > 0) lanes.hosted.update(lanes.picture(state));
  };
  const begin = async (): Promise<void> => {
    const { lanesPart: part } = await import('./lanesPart.ts');
    if (isOver) return;
    addStyles(place.getRootNode(), part.lanesStyles);
    const hosted = part.hostLanes(place, session, run);
    lanes = { hosted, picture: part.lanesPicture };
    forget = session.watchIdle(hosted.isIdle);
    update(session.store.getState());
  };
  session.wait(begin()).catch(() => place.remove());
  return {
    place,
    update,
    height: () => place.offsetHeight,
    destroy() {
      isOver = true;
      forget();
      lanes?.hosted.destroy();
      place.remove();
    },
  };
}
