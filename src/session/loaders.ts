/** Parts of the session that the first picture does without; each is a chunk of its own, loaded once. */
import type { Engine } from './engine.ts';
import type { LectureParts } from './lectureParts.ts';
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

/** Simulates, prints operations, and knows the rules. */
export const engineLoader: Loader<Engine> = createLoader(
  async () => (await import('./engine.ts')).engine,
);

/** Reads and packs text. With it comes the engine. */
export const textToolsLoader: Loader<TextTools> = createLoader(async () => {
  const [{ textTools }] = await Promise.all([import('./textTools.ts'), engineLoader.load()]);
  return textTools;
});

/** Opens links and built-in scenarios. With it comes the engine. */
export const openingLoader: Loader<Opening> = createLoader(async () => {
  const [{ opening }] = await Promise.all([import('./opening.ts'), engineLoader.load()]);
  return opening;
});

/** What a lecture says. With it comes the engine. */
export const lectureLoader: Loader<LectureParts> = createLoader(async () => {
  const [{ lectureParts }] = await Promise.all([import('./lectureParts.ts'), engineLoader.load()]);
  return lectureParts;
});
