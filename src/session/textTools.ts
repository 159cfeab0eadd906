/** What reads and packs text: a chunk of its own, loaded when somebody edits, links or types an operation. */
import { findScenario, scenarios } from '../scenarios/catalogue.ts';
import { applyFix } from '../script/applyFix.ts';
import { formatDiagnostic } from '../script/diagnostic.ts';
import { parseSteps } from '../script/parse.ts';
import { printScenario } from '../script/print.ts';
import type { BuiltIn } from './builtIn.ts';
import { newScript } from './newScript.ts';
import { readingTools } from './readingTools.ts';
import { chooseFile, fileNameOf, readScriptFile, saveText } from './scriptFiles.ts';
import { builtIns } from './builtIns.atBuild.ts';

export const textTools = {
  ...readingTools,
  formatDiagnostic,
  printScenario,
  parseSteps,
  fixScenario: applyFix,
  /** What a new script begins as. */
  newScript,
  files: { chooseFile, fileNameOf, readScriptFile, saveText },
  /** The text of a built-in scenario; empty where there is none with this id. */
  textOf: (id: string): string => findScenario(id)?.text ?? '',
  /** The built-in scenario that has this text, to the letter; null where none has. */
  builtInOf(text: string): BuiltIn | null {
    const entry = scenarios.find((scenario) => scenario.text === text);
    return builtIns.find(({ id }) => id === entry?.id) ?? null;
  },
};

export type TextTools = typeof textTools;
