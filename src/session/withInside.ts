/** Work on points inside operations, whose states the engine computes. */
import { withPart, type CommandResult, type Outcome } from './commandTypes.ts';
import { engineLoader } from './loaders.ts';
import { knowsInside } from './prepared.ts';
import type { Session } from './session.ts';

/** At once where the run brings its states, or the engine is here; else when it is. */
export function withInside(session: Session, work: () => Outcome): CommandResult {
  return knowsInside(session.store.getState().history)
    ? work()
    : withPart(session, engineLoader, work);
}
