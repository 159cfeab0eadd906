/** Commands for the machine panel: which object it shows, and all of its machine. */
import { done, refuse, withPart, type Command } from './commandTypes.ts';
import { engineLoader } from './loaders.ts';
import { openSheet } from './sheetCommand.ts';

export const machineCommands: readonly Command[] = [
  openSheet('machine.whole', 'Show the whole state machine', ['M'], 'machine'),
  {
    id: 'machine.pin',
    name: 'Keep showing the machine of an object',
    keys: [],
    parameters: [{ name: 'instance', what: 'a machine and an object of it, as links select it' }],
    repeats: false,
    run: (session, { instance = '' }) =>
      withPart(session, engineLoader, ({ parseSelection }) => {
        const selection = parseSelection(instance);
        if (selection?.kind !== 'machine') return refuse(`“${instance}” is no object of a machine`);
        session.store.setState({ selection });
        return done;
      }),
  },
  {
    id: 'machine.follow',
    name: 'Show the machine that each step moves',
    keys: [],
    parameters: [],
    repeats: false,
    run(session) {
      if (!session.store.getState().selection) return refuse('it follows the steps already');
      session.store.setState({ selection: null });
      return done;
    },
  },
];
