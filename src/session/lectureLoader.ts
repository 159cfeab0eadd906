/** The part of the session for lectures: a player has none, so it is not among the others. */
import type { LectureParts } from './lectureParts.ts';
import { createLoader, engineLoader, type Loader } from './loaders.ts';

/** What a lecture says. With it comes the engine. */
export const lectureLoader: Loader<LectureParts> = createLoader(async () => {
  const [{ lectureParts }] = await Promise.all([import('./lectureParts.ts'), engineLoader.load()]);
  return lectureParts;
});
