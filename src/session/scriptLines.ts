/** The run as script lines: declarations, operations with what came of them, notes, and where a fork begins. */
import { findBranch, pathTo, sharedWithParent } from '../history/tree.ts';
import type { Entry } from '../history/history.ts';
import { agentName } from '../model/names.ts';
import type { Agent, Operation } from '../model/operation.ts';
import type { OperationResult } from '../model/result.ts';
import type { Setup } from '../model/setup.ts';
import type { Declaration } from './builtIn.ts';
import { operationWords, stepOf, verdicts, type RunState } from './derive.ts';
import { engineLoader } from './loaders.ts';
import type { SessionState } from './sessionState.ts';
import { isStale, resultWords } from '../script/resultWords.ts';

/** Whose colour a line has, as in the views. */
export type Who = 'cpu' | 'dev-0' | 'dev-1' | 'dev-2' | 'dev-3' | 'other';

export interface OperationLine {
  /** `app@cpu0`. */
  readonly agent: string;
  readonly who: Who;
  /** The operation without its agent. */
  readonly code: string;
  /** Point of the operation above at which it happens; empty for an operation of its own. */
  readonly during: string;
  readonly result: string;
  readonly refused: boolean;
  readonly stale: boolean;
}

export interface StepLines {
  /** Number of the operation, from 1. */
  readonly operation: number;
  /** The operation, then those inside it. */
  readonly lines: readonly OperationLine[];
  readonly notes: readonly string[];
  /** Violations in it, and whether one of them did harm; null: none. */
  readonly flag: { readonly count: number; readonly harm: boolean } | null;
  /** Name of the fork that begins with it; null: none does. */
  readonly fork: string | null;
}

/** The colour of an agent. */
export function whoOf(agent: Agent, setup: Setup): Who {
  if (agent.kind === 'thread' || agent.kind === 'cpu') return 'cpu';
  if (agent.kind === 'iommu') return 'other';
  return whoOfDevice(setup.devices.findIndex(({ name }) => name === agent.device));
}

/** The colour of a device by its place among the declared ones. */
export function whoOfDevice(index: number): Who {
  if (index < 0) return 'other';
  const roles = ['dev-0', 'dev-1', 'dev-2', 'dev-3'] as const;
  return roles[index % roles.length] ?? 'other';
}

/** The colour of an agent by its name, as micro-events give it. */
export function whoOfName(agent: string, setup: Setup): Who {
  const device = setup.devices.findIndex(
    ({ name }) => agent === name || agent.startsWith(`${name}@`),
  );
  if (device >= 0) return whoOfDevice(device);
  return /@cpu\d+$|^cpu\d+$/.test(agent) ? 'cpu' : 'other';
}

/** All operations of the run that is shown. */
export function stepLines(state: RunState): readonly StepLines[] {
  const judged = verdicts(state.history);
  const forks = pathTo(state.tree, state.tree.current).slice(1);
  const firstOfFork = new Map(
    forks.map((fork) => [sharedWithParent(fork) + 1, findBranch(state.tree, fork.id)?.name ?? '']),
  );
  return state.history.entries.map((entry, i) => {
    const harm = entry.violations.some(({ id }) => judged.get(id) === 'harm');
    return {
      operation: i + 1,
      lines: linesOf(entry, state.history.setup),
      notes: stepOf(state, i + 1)?.notes ?? [],
      flag: entry.violations.length === 0 ? null : { count: entry.violations.length, harm },
      fork: firstOfFork.get(i + 1) ?? null,
    };
  });
}

/** An operation that was done, without what happened inside it. */
export function lineOfEntry({ input, result }: Entry, setup: Setup): OperationLine {
  return lineOf(input.operation, setup, result, '');
}

function linesOf({ input, result, nested }: Entry, setup: Setup): readonly OperationLine[] {
  const inner = input.meanwhile.map(({ at, operation }, i) =>
    lineOf(operation, setup, nested[i]?.result, engineLoader.ifLoaded()?.printPoint(at) ?? ''),
  );
  return [lineOf(input.operation, setup, result, ''), ...inner];
}

function lineOf(
  operation: Operation,
  setup: Setup,
  result: OperationResult | undefined,
  during: string,
): OperationLine {
  const agent = agentName(operation.agent);
  return {
    agent,
    who: whoOf(operation.agent, setup),
    code: operationWords(operation).code,
    during,
    result: result ? resultWords(result) : '',
    refused: result !== undefined && result.kind !== 'ok' && result.kind !== 'bytes',
    stale: result !== undefined && isStale(result),
  };
}

/** Declarations as they are in force: `platform`, `arm64 cpus=2`. */
export function declarationLines({
  declarations,
  platform,
  dmaDebug,
}: Pick<SessionState, 'declarations' | 'platform' | 'dmaDebug'>): readonly Declaration[] {
  return declarations.map(({ word, text }) => {
    if (word !== 'platform') return { word, text };
    const here = text.replace(/^\S+/, platform);
    return { word, text: dmaDebug === null ? here : withDmaDebug(here, dmaDebug) };
  });
}

/** A platform's line with its checks of the DMA API switched. */
function withDmaDebug(text: string, on: boolean): string {
  const others = text.replace(/ dma-debug=\S+/, '');
  return `${others} dma-debug=${on ? 'yes' : 'no'}`;
}
