/** What reads and packs text: a chunk of its own, loaded when somebody edits, links or types an operation. */
import { packer } from '../history/pack.ts';
import { parseForks } from '../history/parseForks.ts';
import { findScenario } from '../scenarios/catalogue.ts';
import { parseScenario, parseSteps } from '../script/parse.ts';

export const textTools = {
  parseScenario,
  parseSteps,
  parseForks,
  packer,
  /** The text of a built-in scenario; empty where there is none with this id. */
  textOf: (id: string): string => findScenario(id)?.text ?? '',
};

export type TextTools = typeof textTools;
