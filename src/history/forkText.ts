/**
 * Forks as text, for links: for each branch from the script to the one shown a header line
 * `@12.3 name` with the point where it leaves its parent, then its operations in the scenario language.
 * Operations, never states: another version of the simulator replays them. A branch that comes back to the
 * operations of its parent, as that of a fix does, says so instead of repeating them: `... from 8`.
 * `parseForks.ts` reads it.
 */
import type { StepInput } from '../model/operation.ts';
import { printOperation, printPoint } from '../script/printOperation.ts';
import { sharedWithParent, type ForkStep } from './tree.ts';
import { printCursor } from './cursor.ts';

/** Operations in common with the parent's end that are not worth a line about them. */
const fewest = 2;

/** The lines of a chain of forks from a script; empty where there are none. */
export function printForks(forks: readonly ForkStep[], script: readonly StepInput[] = []): string {
  const lines: string[] = [];
  let parent = script;
  for (const fork of forks) {
    lines.push(`@${printCursor(fork.at)} ${fork.name}`.trimEnd(), ...operationLines(fork, parent));
    parent = parent.slice(0, sharedWithParent(fork)).concat(fork.inputs);
  }
  return lines.join('\n');
}

function operationLines(fork: ForkStep, parent: readonly StepInput[]): string[] {
  const { inputs } = fork;
  const tail = commonTail(inputs, parent.slice(sharedWithParent(fork)));
  if (tail < fewest) return inputs.flatMap(inputLines);
  const own = inputs.slice(0, inputs.length - tail);
  return [...own.flatMap(inputLines), `... from ${parent.length - tail + 1}`];
}

/** Operations at the end of both that are written alike. */
function commonTail(a: readonly StepInput[], b: readonly StepInput[]): number {
  const most = Math.min(a.length, b.length);
  let tail = 0;
  while (tail < most && isSameInput(a.at(-1 - tail), b.at(-1 - tail))) tail += 1;
  return tail;
}

function isSameInput(a: StepInput | undefined, b: StepInput | undefined): boolean {
  if (a === b || a === undefined || b === undefined) return a === b;
  return inputLines(a).join('\n') === inputLines(b).join('\n');
}

function inputLines({ operation, meanwhile }: StepInput): string[] {
  const inside = meanwhile.map(
    (inner) => `${printOperation(inner.operation)} during ${printPoint(inner.at)}`,
  );
  return [printOperation(operation), ...inside];
}
