/** An operation that somebody writes instead of choosing it, read as the operations of forks are. */
import { judgeOperation, type NextOperation } from '../model/nextOperations.ts';
import type { State } from '../model/state.ts';
import type { Scenario } from '../script/ast.ts';
import { parseSteps } from '../script/parse.ts';

export type WrittenLine =
  /** No line of the language, which has a colon behind the agent. */
  | { readonly kind: 'none' }
  | { readonly kind: 'wrong'; readonly message: string }
  | ({ readonly kind: 'line' } & NextOperation);

/** Reads `app@cpu1: write p+64 64 B` in a state. Never throws; says what is wrong and where. */
export function readLine(
  text: string,
  declarations: Pick<Scenario, 'platform' | 'buffers' | 'devices'>,
  state: State,
): WrittenLine {
  if (!text.includes(':')) return { kind: 'none' };
  const { steps, diagnostics } = parseSteps(text, declarations);
  const wrong = diagnostics.find(({ severity }) => severity === 'error');
  if (wrong) {
    const { column, message, suggestion } = wrong;
    const hint = suggestion === null ? '' : `; did you mean “${suggestion}”?`;
    return { kind: 'wrong', message: `Column ${column}: ${message}${hint}` };
  }
  const [step, ...others] = steps;
  if (!step || others.length > 0) return { kind: 'wrong', message: 'One operation is expected.' };
  if (step.meanwhile.length > 0)
    return { kind: 'wrong', message: 'Nothing can happen during it here.' };
  const judged = judgeOperation(state, step.operation);
  if ('impossible' in judged)
    return { kind: 'wrong', message: `Not possible here: ${judged.impossible}` };
  return { kind: 'line', ...judged };
}
