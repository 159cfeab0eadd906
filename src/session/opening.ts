/** What opens links and built-in scenarios: a chunk of its own, loaded when somebody comes by a link or chooses. */
import { sourceOfBuiltIn, type Change } from './actions.ts';
import { builtIns } from './builtIns.atBuild.ts';
import type { Catalogue } from './catalogue.ts';
import { firstRun } from './firstRun.atBuild.ts';
import type { OpenedLink } from './linkView.ts';
import { openLink } from './openLink.ts';
import type { ReadingTools } from './readingTools.ts';
import { showSource } from './runs.ts';
import type { SessionState } from './sessionState.ts';

const catalogue: Catalogue = {
  find: (id) => builtIns.find((builtIn) => builtIn.id === id),
  ids: builtIns.map(({ id }) => id),
  first: firstRun.builtIn,
};

export const opening = {
  openLink: (state: SessionState, fragment: string, tools: ReadingTools | null): OpenedLink =>
    openLink(state, fragment, tools, catalogue),
  /** Opens a built-in scenario; null where there is none with this id. */
  openScenario(id: string): Change | null {
    const builtIn = catalogue.find(id);
    return builtIn ? showSource(sourceOfBuiltIn(builtIn)) : null;
  },
};

export type Opening = typeof opening;
