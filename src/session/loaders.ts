/** Parts of the session that the first picture does without; each is a chunk of its own, loaded once. */
import type { Opening } from './opening.ts';
import type { TextTools } from './textTools.ts';

export interface Loader<T> {
  readonly load: () => Promise<T>;
  /** The part where it is here already, else null. */
  readonly ifLoaded: () => T | null;
}

function createLoader<T>(fetchPart: () => Promise<T>): Loader<T> {
  let loaded: T | null = null;
  return {
    async load() {
      loaded ??= await fetchPart();
      return loaded;
    },
    ifLoaded: () => loaded,
  };
}

/** Reads and packs text. */
export const textToolsLoader: Loader<TextTools> = createLoader(
  async () => (await import('./textTools.ts')).textTools,
);

/** Opens links and built-in scenarios. */
export const openingLoader: Loader<Opening> = createLoader(
  async () => (await import('./opening.ts')).opening,
);
