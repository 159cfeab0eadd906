/** What opens links and built-in scenarios: a chunk of its own, loaded when somebody comes by a link or chooses. */
import { sourceOfBuiltIn, type Change } from './actions.ts';
import { findBuiltIn, openLink } from './openLink.ts';
import { showSource } from './runs.ts';

export const opening = {
  openLink,
  /** Opens a built-in scenario; null where there is none with this id. */
  openScenario(id: string): Change | null {
    const builtIn = findBuiltIn(id);
    return builtIn ? showSource(sourceOfBuiltIn(builtIn)) : null;
  },
};

export type Opening = typeof opening;
