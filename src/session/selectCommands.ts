/** Commands for what is selected in the picture. */
import type { Selection } from '../scene/selection.ts';
import { done, refuse, withPart, type Command, type Outcome } from './commandTypes.ts';
import { engineLoader } from './loaders.ts';
import type { Session } from './session.ts';

/** Selects what `what` was read as; null: it is nothing that can be selected. */
export function selectParsed(
  { store }: Session,
  what: string,
  selection: Selection | null,
): Outcome {
  if (!selection) return refuse(`“${what}” is no selection such as b0l3@cache1 or pte:1:0`);
  store.setState({ selection });
  return done;
}

export const selectCommands: readonly Command[] = [
  {
    id: 'select',
    name: 'Select',
    keys: [],
    parameters: [{ name: 'what', what: 'a selection such as b0l3@cache1 or pte:1:0' }],
    repeats: false,
    run: (session, { what = '' }) =>
      withPart(session, engineLoader, ({ parseSelection }) =>
        selectParsed(session, what, parseSelection(what)),
      ),
  },
  {
    id: 'select.change',
    name: 'Next change of what is selected',
    keys: ['x'],
    parameters: [],
    repeats: true,
    run: (session) =>
      withPart(session, engineLoader, ({ nextChangeOf }) => {
        const state = session.store.getState();
        if (!state.selection) return refuse('nothing is selected');
        const cursor = nextChangeOf(state, state.selection);
        if (!cursor) return refuse('what is selected does not change any more');
        session.player.pause();
        session.store.setState({ cursor });
        return done;
      }),
  },
  {
    id: 'select.none',
    name: 'Select nothing',
    keys: ['Escape'],
    parameters: [],
    repeats: false,
    run(session) {
      const { selection, compare } = session.store.getState();
      // One at a time: what is selected, the run beside this one, what is marked.
      if (selection !== null) session.store.setState({ selection: null });
      else session.store.setState(compare === null ? { range: null } : { compare: null });
      return done;
    },
  },
];
