/** A recorded step as operations of the model, and how their results read as what the kernel gave. */
import type { Entry } from '../../../history/history.ts';
import { valueOf } from '../../../model/hardware/cell.ts';
import type { Action, Agent } from '../../../model/operation.ts';
import type { Reader } from '../reader.ts';
import { app } from './world.ts';
import type { World } from './world.ts';

/** What a step gave in the model: its own operations, and the state after them. */
export interface Done {
  readonly entries: readonly Entry[];
  /** The newest entry, of this step or of one before; undefined where there is none. */
  readonly last: Entry | undefined;
}

export interface Planned {
  readonly operations: readonly { readonly agent: Agent; readonly action: Action }[];
  /** What it returned, as a recording writes it. */
  ret(done: Done): string;
  /** What it told beside, as a recording writes it; null where that is nothing. */
  info(done: Done): string | null;
}

/** Makes a step into operations; arguments that are not known are noted in the reader. */
export type Planner = (args: Reader, world: World) => Planned;

const noInfo = (): null => null;

/** Name of the error or signal that stopped a step; null where nothing did. */
export function failureOf({ entries }: Done): string | null {
  for (const { result } of entries) {
    if (result.kind === 'errno') return `-${result.errno}`;
    if (result.kind === 'signal') return result.signal;
    if (result.kind === 'scriptError') return `script error: ${result.message}`;
    if (result.kind === 'blocked' || result.kind === 'oops') return result.kind;
  }
  return null;
}

const zero = (done: Done): string => failureOf(done) ?? '0';

/** The value of the last operation. */
export function value(done: Done): string {
  const result = done.entries.at(-1)?.result;
  const number = result?.kind === 'ok' ? (result.value ?? 0) : 0;
  return failureOf(done) ?? String(number);
}

/** The first byte that was read. */
export function byte(done: Done): string {
  const result = done.entries.at(-1)?.result;
  const cell = result?.kind === 'bytes' ? result.cells[0] : undefined;
  return failureOf(done) ?? (cell === undefined ? '0' : String(valueOf(cell)));
}

/** Calls of somebody that give 0, unless said otherwise. */
export function plan(
  agent: Agent,
  actions: readonly Action[],
  { ret = zero, info = noInfo }: Partial<Pick<Planned, 'ret' | 'info'>> = {},
): Planned {
  return { operations: actions.map((action) => ({ agent, action })), ret, info };
}

/** System calls of the process. */
export function calls(
  actions: readonly Action[],
  more: Partial<Pick<Planned, 'ret' | 'info'>> = {},
): Planned {
  return plan(app, actions, more);
}

/** A step that only asks the state. */
export const asks = (ret: (done: Done) => string): Planned => plan(app, [], { ret });
