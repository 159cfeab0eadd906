/** Commands for the marked part of the run, for playing it again and again, and for the zoom of the lanes. */
import {
  compareCursors,
  isSameCursor,
  parseCursor,
  startCursor,
  type Cursor,
} from '../history/cursor.ts';
import { endCursor } from '../history/move.ts';
import { clampCursor } from '../history/points.ts';
import { done, refuse, type Command, type Outcome } from './commandTypes.ts';
import { lanesOf, type LanesControl } from './lanesControl.ts';
import { markedRange } from './range.ts';
import type { Session } from './session.ts';

const zoomStep = 1.5;

function mark({ store }: Session, first: Cursor, last: Cursor): Outcome {
  const { history } = store.getState();
  const from = clampCursor(history, first);
  const to = clampCursor(history, last);
  if (compareCursors(from, to) >= 0) return refuse('the range would end before it begins');
  store.setState({ range: { from, to } });
  return done;
}

function zoom(id: string, name: string, act: (lanes: LanesControl) => void): Command {
  return {
    id,
    name,
    keys: [],
    parameters: [],
    repeats: true,
    run(session) {
      const lanes = lanesOf(session);
      if (!lanes) return refuse('the lanes are not shown');
      act(lanes);
      return done;
    },
  };
}

export const rangeCommands: readonly Command[] = [
  {
    id: 'range.set',
    name: 'Mark a part of the run',
    keys: [],
    parameters: [
      { name: 'from', what: 'a step such as 4 or 4.3' },
      { name: 'to', what: 'a later step' },
    ],
    repeats: false,
    run(session, { from = '', to = '' }) {
      const [first, last] = [parseCursor(from), parseCursor(to)];
      if (!first || !last) return refuse(`“${first ? to : from}” is not a step such as 12 or 12.3`);
      return mark(session, first, last);
    },
  },
  {
    id: 'range.start',
    name: 'The marked part begins here',
    keys: ['['],
    parameters: [],
    repeats: false,
    run(session) {
      const state = session.store.getState();
      const end = endCursor(state.history);
      if (isSameCursor(state.cursor, end)) return refuse('nothing comes after the end of the run');
      const to = markedRange(state)?.to ?? end;
      return mark(session, state.cursor, compareCursors(state.cursor, to) < 0 ? to : end);
    },
  },
  {
    id: 'range.end',
    name: 'The marked part ends here',
    keys: [']'],
    parameters: [],
    repeats: false,
    run(session) {
      const state = session.store.getState();
      if (isSameCursor(state.cursor, startCursor))
        return refuse('nothing comes before the beginning of the run');
      const from = markedRange(state)?.from ?? startCursor;
      return mark(
        session,
        compareCursors(from, state.cursor) < 0 ? from : startCursor,
        state.cursor,
      );
    },
  },
  {
    id: 'range.clear',
    name: 'Mark nothing',
    keys: [],
    parameters: [],
    repeats: false,
    run({ store }) {
      if (!store.getState().range) return refuse('no part of the run is marked');
      store.setState({ range: null });
      return done;
    },
  },
  {
    id: 'loop.toggle',
    name: 'Play again and again, or once',
    keys: ['r'],
    parameters: [],
    repeats: false,
    run({ store }) {
      store.setState({ loop: !store.getState().loop });
      return done;
    },
  },
  zoom('lanes.zoomIn', 'Lanes: zoom in', (lanes) => lanes.zoomBy(zoomStep)),
  zoom('lanes.zoomOut', 'Lanes: zoom out', (lanes) => lanes.zoomBy(1 / zoomStep)),
  zoom('lanes.fit', 'Lanes: show the whole run', (lanes) => lanes.fit()),
];
