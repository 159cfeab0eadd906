/** Commands for scripted demos: from pause to pause, and the picture alone. What they do is in `demo.ts`. */
import { done, withPart, type Command, type Outcome } from './commandTypes.ts';
import type { Engine } from './engine.ts';
import { engineLoader } from './loaders.ts';
import { stopCursors } from './range.ts';
import type { Session } from './session.ts';
import type { SessionState } from './sessionState.ts';

/** What keys do instead of their usual where a demo has pauses, as a presenter remote sends them. */
const demoKeys: Readonly<Record<string, string>> = { PageDown: 'demo.next', PageUp: 'demo.back' };

/** The command that a key has now and not always; undefined where it has none such. */
export function demoKey(state: SessionState, key: string): string | undefined {
  const isAlone = state.controls === 'none' && state.sheet === null;
  if (key === 'Escape' && isAlone) return 'controls.toggle';
  return Object.hasOwn(demoKeys, key) && stopCursors(state).length > 0 ? demoKeys[key] : undefined;
}

const plain = { keys: [], parameters: [], repeats: false } as const;

const withDemo = (run: (demo: Engine['demo'], session: Session) => Outcome) => (session: Session) =>
  withPart(session, engineLoader, ({ demo }) => run(demo, session));

export const demoCommands: readonly Command[] = [
  {
    ...plain,
    id: 'demo.next',
    name: 'Demo: on to the next pause',
    run: withDemo((demo, session) => demo.goOn(session)),
  },
  {
    ...plain,
    id: 'demo.back',
    name: 'Demo: back to the last pause',
    run: withDemo((demo, session) => demo.goBack(session)),
  },
  {
    ...plain,
    id: 'demo.pause',
    name: 'Demo: pause at this step, or do not',
    keys: ['P'],
    run: withDemo((demo, session) => demo.togglePause(session)),
  },
  {
    ...plain,
    id: 'controls.toggle',
    name: 'The picture and its caption alone, or all panels',
    run({ store }) {
      const { controls } = store.getState();
      store.setState({ controls: controls === 'bar' ? 'none' : 'bar', sheet: null });
      return done;
    },
  },
];
