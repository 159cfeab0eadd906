/** Parts of the session that the first picture does without; each is a chunk of its own, loaded once. */
import type { Engine } from './engine.ts';
import type { Opening } from './opening.ts';
import type { ReadingTools } from './readingTools.ts';
import type { TextTools } from './textTools.ts';

export interface Loader<T> {
  readonly load: () => Promise<T>;
  /** The part where it is here already, else null. */
  readonly ifLoaded: () => T | null;
}

/** A part that `fetchPart` brings, once. */
export function createLoader<T>(fetchPart: () => Promise<T>): Loader<T> {
  let loaded: T | null = null;
  return {
    async load() {
      loaded ??= await fetchPart();
      return loaded;
    },
    ifLoaded: () => loaded,
  };
}

/** Simulates, prints operations, and knows the rules. */
export const engineLoader: Loader<Engine> = createLoader(
  async () => (await import('./engine.ts')).engine,
);

/** Reads and packs text that came from outside. With it comes the engine. */
export const readingLoader: Loader<ReadingTools> = createLoader(async () => {
  const [{ readingTools }] = await Promise.all([import('./readingTools.ts'), engineLoader.load()]);
  return readingTools;
});

/** All that is done with text. With it comes what reads it, and the engine. */
export const textToolsLoader: Loader<TextTools> = createLoader(async () => {
  const [{ textTools }] = await Promise.all([import('./textTools.ts'), readingLoader.load()]);
  return textTools;
});

/** Opens links and built-in scenarios. With it comes the engine. */
export const openingLoader: Loader<Opening> = createLoader(async () => {
  const [{ opening }] = await Promise.all([import('./opening.ts'), engineLoader.load()]);
  return opening;
});
