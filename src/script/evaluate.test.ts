import { describe, expect, it } from 'vitest';
import { makeCell } from '../model/hardware/cell.ts';
import type { MicroEvent } from '../model/microEvent.ts';
import type { OperationResult, StepResult } from '../model/result.ts';
import type { RuleId, Violation } from '../model/violation.ts';
import type { ViolationClass } from '../model/violations/rule.ts';
import { createState } from '../model/createState.ts';
import type { ScenarioStep } from './ast.ts';
import {
  checkExpectations,
  checkStep,
  describeResult,
  judgeExpectations,
  type Outcome,
} from './evaluate.ts';
import { parseScenario } from './parse.ts';
import { setupOf } from './setupOf.ts';

const head = 'buffer frame\napp@cpu0: fd = export frame\napp@cpu0: p = mmap fd\n';

function stepOf(text: string): ScenarioStep {
  const { scenario, diagnostics } = parseScenario(head + text);
  expect(diagnostics).toEqual([]);
  const step = scenario?.steps[2];
  if (!step) throw new Error('no step');
  return step;
}

function violation(ruleClass: ViolationClass, rule: RuleId): Violation {
  return {
    id: 1,
    class: ruleClass,
    rule,
    agent: 'gpu',
    bytes: null,
    causes: [],
    defect: null,
    outcome: '',
    fix: null,
  };
}

const stale = violation('effect', 'stale-read');
const early = violation('ownership', 'cpu-access-while-device-owns');

/** Bytes with write ids, which must not matter: values are compared by their lower bits. */
function bytes(values: string, faults = 0): OperationResult {
  const cells = [...values].map((letter, index) => makeCell(index + 7, 1, letter.charCodeAt(0)));
  return { kind: 'bytes', cells, newest: cells, faults };
}

const ok = (faults = 0): OperationResult => ({ kind: 'ok', value: null, faults });
const errno: OperationResult = { kind: 'errno', errno: 'EINVAL', reason: 'past the end' };
const sigbus: OperationResult = { kind: 'signal', signal: 'SIGBUS', code: 2, reason: 'no page' };
const blocked: OperationResult = { kind: 'blocked', reason: 'IOMMU' };

/** Every count another, so that none is taken for its neighbour. */
const costs = {
  maintainedLines: 8,
  cleanedLines: 7,
  invalidatedLines: 6,
  bouncedBytes: 4096,
  faults: 3,
  ipis: 2,
  syscalls: 1,
};

function outcome(result: OperationResult, violations: Violation[] = [], harm = false): Outcome {
  const verdict = () => (harm ? 'harm' : 'luck');
  return { result, violations, verdict, costs, platform: 'x86' };
}

const cases: readonly [string, Outcome, boolean][] = [
  ['A', outcome(bytes('AAA')), true],
  ['A', outcome(bytes('AAB')), false],
  ['A', outcome(blocked), false],
  ['A*2,B*1', outcome(bytes('AAB')), true],
  ['A*1,A*1,B', outcome(bytes('AAB')), true],
  ['A*2', outcome(bytes('AAB')), false],
  ['A*2,B*2', outcome(bytes('AAB')), false],
  ['A*2,C*1', outcome(bytes('AAB')), false],
  ['ok', outcome(ok()), true],
  ['ok', outcome(bytes('A')), true],
  ['ok', outcome(errno), false],
  ['EINVAL', outcome(errno), true],
  ['EBUSY', outcome(errno), false],
  ['EINVAL', outcome(ok()), false],
  ['SIGBUS', outcome(sigbus), true],
  ['SIGSEGV', outcome(sigbus), false],
  ['fault', outcome(bytes('A', 1)), true],
  ['fault', outcome(ok(0)), false],
  ['nofault', outcome(bytes('A', 0)), true],
  ['nofault', outcome(bytes('A', 2)), false],
  ['fault', outcome(sigbus), false],
  ['nofault', outcome(sigbus), false],
  ['blocked', outcome(blocked), true],
  ['blocked', outcome(ok()), false],
  ['stale', outcome(bytes('A'), [stale]), true],
  ['stale', outcome(bytes('A'), [early]), false],
  ['effect', outcome(ok(), [stale]), true],
  ['ownership', outcome(ok(), [stale]), false],
  ['none', outcome(ok()), true],
  ['none', outcome(ok(), [early]), false],
  ['luck', outcome(ok(), [early], false), true],
  ['luck', outcome(ok(), [early], true), false],
  ['luck', outcome(ok()), false],
  ['luck', outcome(ok(), [stale], true), false],
  ['harm', outcome(ok(), [early], true), true],
  ['harm', outcome(ok(), [early], false), false],
  ['harm', outcome(ok(), [stale], true), true],
  ['maintained=8', outcome(ok()), true],
  ['maintained=7', outcome(ok()), false],
  ['cleaned=7', outcome(ok()), true],
  ['invalidated=6', outcome(ok()), true],
  ['bounced=4096', outcome(errno), true],
  ['faults=3', outcome(ok()), true],
  ['ipis=2', outcome(ok()), true],
  ['syscalls=1', outcome(sigbus), true],
];

describe('checkExpectations', () => {
  it.each(cases)('expect %s', (text, came, holds) => {
    const step = stepOf(`app@cpu0: read p+0 expect ${text}`);
    expect(checkExpectations(step, came)).toHaveLength(holds ? 0 : 1);
    expect(judgeExpectations(step, came)).toMatchObject([{ holds, applies: true }]);
  });

  it('says where, what was expected and what came', () => {
    const step = stepOf('app@cpu0: read p+0 64 expect A on x86 expect none');
    expect(checkExpectations(step, outcome(bytes('BBA'), [stale], true))).toEqual([
      {
        line: 4,
        expected: 'expect A on x86',
        got: 'B*2,A*1',
        message: 'expect A on x86: got B*2,A*1',
      },
      {
        line: 4,
        expected: 'expect none',
        got: 'stale-read (harm)',
        message: 'expect none: got stale-read (harm)',
      },
    ]);
  });

  it('says what the run has cost instead', () => {
    const step = stepOf('app@cpu0: read p+0 expect bounced=0');
    expect(checkExpectations(step, outcome(ok()))).toMatchObject([
      { expected: 'expect bounced=0', got: '4096 bytes bounced' },
    ]);
  });

  it('leaves out what is about other platforms', () => {
    const step = stepOf('app@cpu0: read p+0 expect A on arm64,bounce');
    expect(checkExpectations(step, outcome(bytes('B')))).toEqual([]);
    expect(judgeExpectations(step, outcome(bytes('B')))).toMatchObject([
      { applies: false, holds: true },
    ]);
  });

  it('fails where the operation could not be done, whatever was expected', () => {
    const impossible: OperationResult = { kind: 'scriptError', message: 'there is no mapping' };
    expect(checkExpectations(stepOf('app@cpu0: read p+0'), outcome(impossible))).toMatchObject([
      { line: 4, message: 'there is no mapping' },
    ]);
  });
});

describe('checkStep', () => {
  const event = (violations: Violation[]): MicroEvent => ({
    kind: 'call',
    depth: 0,
    agent: 'gpu',
    label: '',
    from: null,
    to: null,
    range: null,
    violations,
    facts: {},
    transitions: [],
  });
  const state = createState(
    setupOf({ platform: { id: 'x86', overrides: {} }, buffers: [], devices: [] }),
  );

  it('counts the costs at the end of the operation', () => {
    const step = stepOf('app@cpu0: read p+0 expect bounced=4096');
    const done: StepResult = { state, result: ok(), events: [], nested: [] };
    expect(checkStep(step, done, () => 'luck', 'x86')).toHaveLength(1);
    const later: StepResult = { ...done, state: { ...state, costs } };
    expect(checkStep(step, later, () => 'luck', 'x86')).toEqual([]);
  });

  it('gives an operation inside another its own events and result', () => {
    const step = stepOf(
      'app@cpu0: read p+0 expect none expect A\napp@cpu0: read p+1 during call expect stale expect B',
    );
    const [meanwhile] = step.meanwhile;
    if (!meanwhile) throw new Error('no operation inside');
    const done: StepResult = {
      state,
      result: bytes('A'),
      events: [event([]), event([stale]), event([])],
      nested: [
        { operation: meanwhile.step.operation, result: bytes('B'), firstEvent: 1, endEvent: 2 },
      ],
    };
    expect(checkStep(step, done, () => 'harm', 'x86')).toEqual([]);
    const moved: StepResult = { ...done, events: [event([stale]), event([]), event([])] };
    expect(
      checkStep(step, moved, () => 'harm', 'x86').map((failure) => [failure.line, failure.got]),
    ).toEqual([
      [4, 'stale-read (harm)'],
      [5, 'no violation'],
    ]);
  });
});

describe('describeResult', () => {
  it.each<[OperationResult, string]>([
    [ok(), 'ok'],
    [{ kind: 'ok', value: 3, faults: 0 }, 'ok (3)'],
    [errno, 'EINVAL (past the end)'],
    [sigbus, 'SIGBUS (no page)'],
    [blocked, 'blocked (IOMMU)'],
    [bytes('ABCDEFGHIJ'), 'A*1,B*1,C*1,D*1,E*1,F*1,G*1,H*1,…'],
    [{ kind: 'scriptError', message: 'no' }, 'a script error (no)'],
  ])('%o', (result, words) => {
    expect(describeResult(result)).toBe(words);
  });
});
