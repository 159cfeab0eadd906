/** What a lecture needs besides the workbench, in a chunk of its own. */
import { beatsOf, currentBeat } from './beats.ts';

export const lectureParts = { beatsOf, currentBeat };

export type LectureParts = typeof lectureParts;
