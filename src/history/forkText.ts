/**
 * Forks as text, for links: for each branch from the script to the one shown a header line
 * `@12.3 name` with the point where it leaves its parent, then its operations in the scenario language.
 * Operations, never states: another version of the simulator replays them. `parseForks.ts` reads it.
 */
import type { StepInput } from '../model/operation.ts';
import { printOperation, printPoint } from '../script/printOperation.ts';
import type { ForkStep } from './tree.ts';
import { printCursor } from './cursor.ts';

/** The lines of a chain of forks; empty where there are none. */
export function printForks(forks: readonly ForkStep[]): string {
  return forks.flatMap(forkLines).join('\n');
}

function forkLines({ name, at, inputs }: ForkStep): string[] {
  return [`@${printCursor(at)} ${name}`.trimEnd(), ...inputs.flatMap(inputLines)];
}

function inputLines({ operation, meanwhile }: StepInput): string[] {
  const inside = meanwhile.map(
    (inner) => `${printOperation(inner.operation)} during ${printPoint(inner.at)}`,
  );
  return [printOperation(operation), ...inside];
}
