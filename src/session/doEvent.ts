/** Which operation takes a machine through an event: what a click on an arrow of its diagram does. */
import { nextOperations } from '../model/nextOperations.ts';
import type { Operation } from '../model/operation.ts';
import type { State } from '../model/state.ts';
import { step } from '../model/step.ts';

/**
 * The first of the agents' next operations by which the instance takes the event, legal ones first; null
 * where none does.
 */
export function operationFor(state: State, instance: string, event: string): Operation | null {
  const taking = nextOperations(state).filter(({ operation }) =>
    step(state, { operation, meanwhile: [] })
      .events.flatMap(({ transitions }) => transitions)
      .some((taken) => taken.instance === instance && taken.event === event),
  );
  const found = taking.find(({ legal }) => legal) ?? taking[0];
  return found?.operation ?? null;
}
