// A Vite plugin for the player: the build runs every built-in scenario on its own platform, and makes a chunk of
// each run, with the states inside its operations. So a figure of one of them carries no simulator.
import { runnerImport } from 'vite';
import { exportsOf } from './literal.mjs';

const listId = 'virtual:prepared-runs';
const runPrefix = 'virtual:prepared-run/';

/** @returns {import('vite').Plugin} */
export function preparedRuns() {
  /** @type {Promise<import('../../src/player/runSource.ts').RunSource> | null} */
  let source = null;
  const runs = () => {
    source ??= runnerImport('./src/player/simulatedRuns.ts', {
      configFile: false,
      logLevel: 'error',
    }).then(({ module }) => module.simulatedRuns);
    return source;
  };
  return {
    name: 'prepared-runs',
    resolveId: (id) => (id === listId || id.startsWith(runPrefix) ? `\0${id}` : null),
    async load(id) {
      if (id === `\0${listId}`) return listOf((await runs()).ids);
      if (!isRun(id)) return null;
      const run = await (await runs()).load(id.slice(runPrefix.length + 1));
      return exportsOf({ run });
    },
  };
}

/**
 * Whether a module is the run of a scenario.
 * @param {string | null | undefined} id
 */
export function isRun(id) {
  return id?.startsWith(`\0${runPrefix}`) === true;
}

/** @param {readonly string[]} ids */
function listOf(ids) {
  const lines = ids.map((id) => `${JSON.stringify(id)}: () => import('${runPrefix}${id}'),`);
  return `export const ids = ${JSON.stringify(ids)};\nexport const runs = {\n${lines.join('\n')}\n};`;
}
