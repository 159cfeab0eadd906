/**
 * The one way in which a state changes: `step` performs an operation and says what happened, micro-event
 * by micro-event. Pure and total: what the kernel refuses returns its error, what a script cannot mean is
 * a script error in the result, nothing throws.
 */
import { assertUnreachable } from '../base/assertUnreachable.ts';
import {
  canDo,
  isCpuAction,
  isDeviceAction,
  isKernelAction,
  isThreadAction,
} from './actionKinds.ts';
import { runNested, type Draft } from './draft.ts';
import { sleepsFor } from './kernel/exporters/locks.ts';
import { agentName } from './names.ts';
import type { Action, Agent, Operation, StepInput } from './operation.ts';
import { performDevice } from './operations/driver.ts';
import { performCpu, performIommu } from './operations/hardware.ts';
import { performKernel } from './operations/kernelThread.ts';
import { scriptError } from './operations/lookup.ts';
import { isSubjectAction, performSubject } from './operations/subjects.ts';
import { performThread } from './operations/thread.ts';
import type { OperationResult, StepResult } from './result.ts';
import type { State } from './state.ts';

/**
 * Performs an operation, and what others do meanwhile. The state that goes in stays as it is. Nothing throws: what the
 * kernel refuses is an errno, and what cannot be meant a `scriptError`, which leaves the state as it was.
 */
export function step(state: State, input: StepInput): StepResult {
  return run(state, input, null);
}

/** The state after the first `count` micro-events of an operation; before it for 0. */
export function stepTo(state: State, input: StepInput, count: number): State {
  if (count <= 0) return state;
  let captured: State | null = null;
  const result = run(state, input, (draft) => {
    if (draft.events.length === count) captured = { ...draft.state };
  });
  // What follows the last event belongs to it.
  return count >= result.events.length ? result.state : (captured ?? result.state);
}

function run(state: State, input: StepInput, observe: Draft['observe']): StepResult {
  const draft: Draft = {
    state: { ...state },
    events: [],
    nested: new Map(),
    actor: input.operation.agent,
    agent: '',
    depth: 0,
    faults: 0,
    raised: [],
    transitions: [],
    waiting: [...input.meanwhile],
    counts: new Map(),
    perform,
    observe,
  };
  const result = perform(draft, input.operation);
  while (draft.waiting.length > 0) {
    const [next, ...rest] = draft.waiting;
    draft.waiting = rest;
    if (next) runNested(draft, next);
  }
  const nested = input.meanwhile.flatMap((interleaving) => draft.nested.get(interleaving) ?? []);
  return { state: { ...draft.state }, result, events: draft.events, nested };
}

/** Performs one operation; one that cannot be done as written leaves no trace. */
function perform(draft: Draft, operation: Operation): OperationResult {
  const before = { ...draft.state };
  const result = dispatch(draft, operation);
  if (result.kind === 'scriptError') Object.assign(draft.state, before);
  return result;
}

function dispatch(draft: Draft, { agent, action }: Operation): OperationResult {
  draft.actor = agent;
  draft.agent = agentName(agent);
  draft.faults = 0;
  if ('cpu' in agent && (agent.cpu < 0 || agent.cpu >= draft.state.cpus.length)) {
    return scriptError(`there is no CPU ${agent.cpu}`);
  }
  const asleep = sleepsThrough(draft, agent, action);
  if (asleep !== null) return scriptError(asleep);
  if (isSubjectAction(action)) {
    return canDo(agent, action)
      ? performSubject(draft, agent, action)
      : misplaced(action, draft.agent);
  }
  switch (agent.kind) {
    case 'thread':
      if (agent.process === 'kernel') {
        return isKernelAction(action)
          ? performKernel(draft, agent.cpu, action)
          : misplaced(action, 'kernel code');
      }
      return isThreadAction(action)
        ? performThread(draft, agent.process, agent.cpu, action)
        : misplaced(action, 'a thread');
    case 'device':
      return isDeviceAction(action)
        ? performDevice(draft, agent.device, agent.cpu, action)
        : misplaced(action, 'a device');
    case 'cpu':
      return isCpuAction(action)
        ? performCpu(draft, agent.cpu, action)
        : misplaced(action, 'CPU hardware');
    case 'iommu':
      return action.do === 'flushIotlb'
        ? performIommu(draft, action)
        : misplaced(action, 'the IOMMU');
    default:
      return assertUnreachable(agent);
  }
}

/** Why an agent cannot do anything now: it sleeps in a call. A process that sleeps can still be killed. */
function sleepsThrough(draft: Draft, agent: Agent, action: Action): string | null {
  if (draft.state.accessWindows.length === 0) return null;
  if (action.do === 'exit' || action.do === 'dmaRead' || action.do === 'dmaWrite') return null;
  if (agent.kind !== 'thread' && agent.kind !== 'device') return null;
  const who = agent.kind === 'thread' ? agent.process : agent.device;
  const lock = sleepsFor(draft, who);
  return lock === null ? null : `${who} sleeps until it is given the lock of ${lock}`;
}

function misplaced(action: Action, who: string): OperationResult {
  return scriptError(`${who} does not do ${action.do}`);
}
