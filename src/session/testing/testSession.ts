/** A session for tests, with a clock that stands still and a clipboard that remembers. */
import { initialState } from '../firstState.ts';
import { createSession, type Session } from '../session.ts';
import { engineLoader } from '../loaders.ts';
import { createStillClock, type StillClock } from './stillClock.ts';

// As in the page soon after the first picture.
await engineLoader.load();

export interface TestSession {
  readonly session: Session;
  readonly clock: StillClock;
  readonly copied: readonly string[];
}

export function createTestSession(): TestSession {
  const clock = createStillClock();
  const copied: string[] = [];
  const options = {
    clock,
    addressOf: (fragment: string) => `https://example.test/#${fragment}`,
    copy: (text: string) => {
      copied.push(text);
      return Promise.resolve(true);
    },
  };
  const session = createSession(options, initialState());
  return { session, clock, copied };
}
