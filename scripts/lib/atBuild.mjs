// A Vite plugin for modules named *.atBuild.ts: the build runs them and puts what they export into the
// bundle as data, so that the page carries neither the code that makes it nor the time to run it. Outside
// of a build (tests, the development server, the command line) they are modules like any other.
import { runnerImport } from 'vite';
import { exportsOf } from './literal.mjs';

const name = /\.atBuild\.ts$/;

/** @returns {import('vite').Plugin} */
export function atBuild() {
  return {
    name: 'at-build',
    apply: 'build',
    enforce: 'pre',
    async load(id) {
      if (!name.test(id)) return null;
      const { module } = await runnerImport(id, { configFile: false, logLevel: 'error' });
      return exportsOf(module);
    },
  };
}
