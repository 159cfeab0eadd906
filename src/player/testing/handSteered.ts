/** A player for tests of those who drive one: a real session, and doors to what it tells. */
import { publicState } from '../../session/publicState.ts';
import { runCommand } from '../../session/commands.ts';
import { createTestSession } from '../../session/testing/testSession.ts';
import type { PlayerEvent, PlayerHandle } from '../handle.ts';

export interface HandSteered {
  readonly handle: PlayerHandle;
  /** Fragments that were loaded, and commands that were run, in their order. */
  readonly done: readonly string[];
  readonly tell: (event: PlayerEvent) => void;
  /** Lets the player be ready. */
  readonly start: () => void;
  /** Lets what is loading arrive. */
  readonly arrive: () => void;
}

/** Fragment that cannot be loaded, as when a part of the page has not arrived. */
export const brokenFragment = 'broken';

/** A player that is ready, and loads, when it is told. */
export function createHandSteered(): HandSteered {
  const { session } = createTestSession();
  const done: string[] = [];
  const listeners = new Set<(event: PlayerEvent) => void>();
  let start = (): void => undefined;
  const ready = new Promise<void>((resolve) => {
    start = resolve;
  });
  const arrivals: (() => void)[] = [];
  const handle: PlayerHandle = {
    version: '1.2.3',
    ready,
    isIdle: session.isIdle,
    state: () => publicState(session),
    run(id, args) {
      done.push(id);
      return runCommand(session, id, args);
    },
    load: (fragment) =>
      new Promise((resolve, reject) => {
        if (fragment === brokenFragment) return reject(new Error(fragment));
        arrivals.push(() => {
          done.push(`load ${fragment}`);
          resolve();
        });
      }),
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    height: () => 480.2,
    destroy: () => undefined,
  };
  return {
    handle,
    done,
    tell: (event) => listeners.forEach((listener) => listener(event)),
    start: () => start(),
    arrive: () => arrivals.shift()?.(),
  };
}
