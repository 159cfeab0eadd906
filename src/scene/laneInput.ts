/** What the lanes are drawn from: a run, in the model's own terms. */
import type { MicroEvent } from '../model/microEvent.ts';
import type { Operation } from '../model/operation.ts';
import type { OperationResult } from '../model/result.ts';
import type { State } from '../model/state.ts';

/** An operation done inside another. */
export interface LaneNested {
  readonly operation: Operation;
  /** How the script writes it. */
  readonly label: string;
  readonly result: OperationResult;
  /** Index of its first micro-event in the outer operation's, and one past its last. */
  readonly firstEvent: number;
  readonly endEvent: number;
}

/** An operation of the run. */
export interface LaneEntry {
  readonly operation: Operation;
  /** How the script writes it: `gpu: map frame TO_DEVICE`. */
  readonly label: string;
  readonly result: OperationResult;
  readonly events: readonly MicroEvent[];
  readonly nested: readonly LaneNested[];
  /** State after it. */
  readonly state: State;
}

export interface LaneInput {
  /** State before the first operation. */
  readonly initial: State;
  readonly entries: readonly LaneEntry[];
  /** What each violation did, by its id; one that is missing counts as luck. */
  readonly verdicts: ReadonlyMap<number, 'luck' | 'harm'>;
}

/** A point of a run: after `micro` micro-events of operation number `operation` (from 1); null: after all. */
export interface LanePoint {
  readonly operation: number;
  readonly micro: number | null;
}

/** In whose colour a mark is drawn. */
export type LaneRole = 'cpu' | 'dev-0' | 'dev-1' | 'dev-2' | 'dev-3' | 'other';

/** The colour of a device by its index: the first four have each their own, further ones share them. */
export function deviceRole(device: number): LaneRole {
  const roles: readonly LaneRole[] = ['dev-0', 'dev-1', 'dev-2', 'dev-3'];
  return roles[device % roles.length] ?? 'other';
}
