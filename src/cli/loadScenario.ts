/** A scenario by FILE or ID, and what is wrong with its text, the way compilers say it. */
import { scenarios } from '../scenarios/catalogue.ts';
import type { Scenario } from '../script/ast.ts';
import { formatDiagnostic, type Diagnostic } from '../script/diagnostic.ts';
import { longestText } from '../script/longestText.ts';
import { nearest } from '../script/nearest.ts';
import { parseScenario } from '../script/parse.ts';
import type { Io } from './io.ts';
import { readBounded } from './readBounded.ts';
import { painter, plain } from './style.ts';

export interface LoadedText {
  /** Name to print: the file as given, or the id. */
  readonly name: string;
  /** Id of a built-in scenario; null for a file. */
  readonly id: string | null;
  readonly text: string;
}

export interface LoadedScenario extends LoadedText {
  readonly scenario: Scenario;
}

/** Bytes of the largest file that is read: the longest text fits, whatever its characters. */
export const largestScript = 1024 * 1024;

/** The text of a file, or of a built-in scenario; a file goes first. A string says why there is none. */
export function loadText(fileOrId: string): LoadedText | string {
  try {
    const text = readBounded(fileOrId, largestScript);
    if (text === null) return `${plain(fileOrId)} is too large for a script: the limit is 1 MB`;
    return { name: fileOrId, id: null, text };
  } catch (error) {
    const builtIn = scenarios.find(({ id }) => id === fileOrId);
    if (builtIn) return { name: builtIn.id, id: builtIn.id, text: builtIn.text };
    return `${plain(fileOrId)} is no built-in scenario, and no file that can be read: ${reason(error, fileOrId)}`;
  }
}

function reason(error: unknown, fileOrId: string): string {
  const ids = scenarios.map(({ id }) => id);
  const near = nearest(fileOrId, ids);
  if (near !== null) return `did you mean ${near}?`;
  return error instanceof Error ? plain(error.message) : 'it cannot be opened';
}

/** The scenario, or null after its errors have been printed. */
export function loadScenario(fileOrId: string, io: Io): LoadedScenario | null {
  const loaded = loadText(fileOrId);
  if (typeof loaded === 'string') {
    io.err(`error: ${loaded}`);
    return null;
  }
  const { scenario, diagnostics } = parseScenario(loaded.text);
  printDiagnostics(loaded, diagnostics, io.err, io);
  const isBroken = diagnostics.some(({ severity }) => severity === 'error');
  if (!scenario || isBroken) return null;
  warnWhereEmpty(loaded.name, scenario, io);
  return { ...loaded, scenario };
}

/** Characters of a line that are shown, and those of them before the mistake. */
const excerptLength = 120;
const excerptBefore = 50;

/** What to show of a line: all, or what is around the mistake; with where its mark begins, from 0. */
function excerpt(
  line: string,
  { column, endColumn }: Pick<Diagnostic, 'column' | 'endColumn'>,
): { readonly shown: string; readonly column: number; readonly width: number } {
  const isCut = line.length > excerptLength;
  const from = isCut ? Math.max(0, column - 1 - excerptBefore) : 0;
  const to = isCut ? Math.min(line.length, from + excerptLength) : line.length;
  const before = from > 0 ? '…' : '';
  return {
    shown: `${before}${line.slice(from, to)}${to < line.length ? '…' : ''}`,
    column: before.length + Math.max(0, column - 1 - from),
    width: Math.max(1, (isCut ? Math.min(endColumn, to + 1) : endColumn) - column),
  };
}

/** Warns of a scenario in which nothing is done: mostly it is the wrong file. */
export function warnWhereEmpty(name: string, scenario: Scenario, io: Io): void {
  if (scenario.steps.length === 0) io.err(`${plain(name)}: warning: there is no operation in it`);
}

/** Prints `file:line:column: error: …`, the line, and a caret below what is wrong. */
export function printDiagnostics(
  { name, text }: LoadedText,
  diagnostics: readonly Diagnostic[],
  write: (line: string) => void,
  { color }: Pick<Io, 'color'>,
): void {
  const paint = painter(color);
  const lines = text.split('\n');
  for (const diagnostic of diagnostics) {
    const tone = diagnostic.severity === 'error' ? 'red' : 'yellow';
    write(`${plain(name)}:${plain(formatDiagnostic(diagnostic))}`);
    const source = lines[diagnostic.line - 1];
    if (source === undefined || text.length > longestText) continue;
    const number = String(diagnostic.line).padStart(5);
    const { shown, column, width } = excerpt(source.trimEnd(), diagnostic);
    write(`${number} | ${plain(shown)}`);
    write(`      | ${' '.repeat(column)}${paint(tone, '^'.repeat(width))}`);
  }
}
