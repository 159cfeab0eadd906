/** What reads and packs text that came from outside: a chunk of its own, loaded with the first such text. */
import { packer } from '../history/pack.ts';
import { parseForks } from '../history/parseForks.ts';
import { parseScenario } from '../script/parse.ts';

export const readingTools = { packer, parseForks, parseScenario };

export type ReadingTools = typeof readingTools;
