/** Looks inside the operations of a prepared run by the states that it brings. */
import type { History } from '../history/history.ts';
import type { StepInput } from '../model/operation.ts';
import type { State } from '../model/state.ts';
import { engineInside, type PreparedRun } from './prepared.ts';

/** Null where the run brings no states; what is done otherwise than in it is the engine's matter. */
export function lookInside({ history, inside }: PreparedRun): History['inside'] | null {
  if (!inside) return null;
  const { initial, entries } = history;
  const known = new Map<StepInput, { readonly before: State; readonly states: readonly State[] }>();
  inside.forEach((states, i) => {
    const input = entries[i]?.input;
    if (input) known.set(input, { before: entries[i - 1]?.state ?? initial, states });
  });
  return (before, input, micro) => {
    const found = known.get(input);
    const state = found?.before === before ? found.states[micro - 1] : undefined;
    return state ?? engineInside(before, input, micro);
  };
}
