/** Reads forks as `forkText.ts` prints them. It brings the parser along, which is why it stands alone. */
import type { Scenario } from '../script/ast.ts';
import { formatDiagnostic } from '../script/diagnostic.ts';
import { parseSteps } from '../script/parse.ts';
import type { StepInput } from '../model/operation.ts';
import { stepInputOf } from '../script/setupOf.ts';
import { sharedWithParent, type ForkStep } from './tree.ts';
import { parseCursor, printCursor } from './cursor.ts';

/** Forks in forks that a link may carry. */
export const forkDepthLimit = 100;

/** What the operations of a fork are read against. */
export type ForkDeclarations = Pick<Scenario, 'platform' | 'buffers' | 'devices' | 'steps'>;

export interface ParsedForks {
  /** Those that could be read, up to the first that could not. */
  readonly forks: readonly ForkStep[];
  /** What is wrong with the next one, or with where one begins; null where all is right. */
  readonly wrong: string | null;
}

/** The inverse of `printForks`, for a scenario with these declarations. Never throws. */
export function parseForks(text: string, declarations: ForkDeclarations): ParsedForks {
  const [before, ...sections] = `\n${text}`.split(/\r?\n@/);
  if (before === undefined || before.trim() !== '' || sections.length === 0) {
    return { forks: [], wrong: 'does not begin with @ and the step where the fork begins' };
  }
  const forks: ForkStep[] = [];
  let parent: readonly StepInput[] = declarations.steps.map(stepInputOf);
  for (const section of sections.slice(0, forkDepthLimit)) {
    const fork = parseFork(section, declarations, parent);
    if (typeof fork === 'string') return { forks, wrong: `${fork} (fork ${forks.length + 1})` };
    forks.push(fork);
    parent = parent.slice(0, sharedWithParent(fork)).concat(fork.inputs);
  }
  const isWhole = sections.length <= forkDepthLimit;
  if (!isWhole) return { forks, wrong: `has more than ${forkDepthLimit} forks in each other` };
  return { forks, wrong: beyondEnd(forks, declarations.steps.length) };
}

/** What is wrong where a fork begins behind the end of what it leaves; null where none does. */
function beyondEnd(forks: readonly ForkStep[], scriptLength: number): string | null {
  let length = scriptLength;
  for (const [i, { at, inputs }] of forks.entries()) {
    if (at.operation > length) {
      const place = `begins at step ${printCursor(at)}, beyond the last one`;
      return `${place}: it is shown from step ${length} on (fork ${i + 1})`;
    }
    length = (at.micro === null ? at.operation : at.operation - 1) + inputs.length;
  }
  return null;
}

/** The fork of one section (its header without `@`), or what is wrong with it. */
function parseFork(
  section: string,
  declarations: ForkDeclarations,
  parent: readonly StepInput[],
): ForkStep | string {
  const end = section.indexOf('\n');
  const header = (end < 0 ? section : section.slice(0, end)).trim();
  const [point = '', ...words] = header.split(' ');
  const at = parseCursor(point);
  if (!at) return 'does not say where it begins, such as @12 or @12.3';
  const [lines = '', from] = (end < 0 ? '' : section.slice(end + 1)).split(goesOn);
  const { steps, diagnostics } = parseSteps(lines, declarations);
  const [first] = diagnostics;
  if (first) return `has a wrong operation, ${formatDiagnostic(first)}`;
  const rest = from === undefined ? [] : restFrom(Number(from), sharedWithParent({ at }), parent);
  if (!rest) return `goes on from step ${from}, which what it leaves does not have`;
  return { name: words.join(' '), at, inputs: [...steps.map(stepInputOf), ...rest] };
}

/** The last line of a branch that comes back to its parent's operations: `... from 8`. */
const goesOn = /(?:^|\n)\.\.\. from (\d{1,7})\s*$/;

/**
 * The parent's operations from a number on; null where there are none, or the fork has them before it
 * begins: forks in forks could else double what they leave.
 */
function restFrom(
  from: number,
  shared: number,
  parent: readonly StepInput[],
): readonly StepInput[] | null {
  return from > shared && from <= parent.length ? parent.slice(from - 1) : null;
}
