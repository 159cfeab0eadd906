/** Commands for breakpoints: where playing stops. */
import { nextHit } from '../history/stops.ts';
import { breakpointWords, parseBreakpoint, toggledBreakpoint } from './breakpoint.ts';
import { done, refuse, withPart, type Command } from './commandTypes.ts';
import { engineLoader } from './loaders.ts';
import { openSheet } from './sheetCommand.ts';

/** More than this is no list that a person keeps, and a link has to carry it. */
const mostBreakpoints = 50;

export const breakpointCommands: readonly Command[] = [
  openSheet('breakpoint.menu', 'Breakpoints', ['B'], 'breakpoints'),
  {
    id: 'breakpoint.toggle',
    name: 'Set or clear a breakpoint',
    keys: [],
    parameters: [
      {
        name: 'at',
        what: 'an operation such as 12, owner, a class of violations, or a byte such as frame+64',
      },
    ],
    repeats: false,
    run({ store }, { at = '' }) {
      const breakpoint = parseBreakpoint(at);
      if (!breakpoint) return refuse(`“${at}” is no breakpoint such as 12, owner or frame+64`);
      const breakpoints = toggledBreakpoint(store.getState().breakpoints, breakpoint);
      if (breakpoints.length > mostBreakpoints)
        return refuse(`there are ${mostBreakpoints} breakpoints already`);
      store.setState({ breakpoints });
      return done;
    },
  },
  {
    id: 'breakpoint.clear',
    name: 'Clear all breakpoints',
    keys: [],
    parameters: [],
    repeats: false,
    run({ store }) {
      store.setState({ breakpoints: [] });
      return done;
    },
  },
  {
    id: 'breakpoint.next',
    name: 'Run to the next breakpoint',
    keys: ['b'],
    parameters: [],
    repeats: true,
    run: (session) =>
      withPart(session, engineLoader, () => {
        session.player.pause();
        const { history, breakpoints, cursor } = session.store.getState();
        const hit = nextHit(history, breakpoints, cursor);
        if (!hit) return refuse('no breakpoint follows');
        session.store.setState({ cursor: hit.cursor });
        session.say(`Stopped at ${breakpointWords(hit.stop)}`);
        return done;
      }),
  },
];
