/** The run that the build did, as a history like any other: the engine looks inside its operations. */
import type { History } from '../history/history.ts';
import { firstRun } from './firstRun.atBuild.ts';
import { engineLoader } from './loaders.ts';

export const firstHistory: History = {
  ...firstRun.history,
  inside: (before, input, micro) => engineLoader.ifLoaded()?.stepTo(before, input, micro) ?? before,
};
