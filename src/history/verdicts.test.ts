import { describe, expect, it } from 'vitest';
import type { RuleId, Violation } from '../model/violation.ts';
import type { ViolationClass } from '../model/violations/rule.ts';
import { rules } from '../model/violations/rules.ts';
import { verdictOf, verdictsOf } from './verdicts.ts';

function violation(id: number, rule: RuleId, causes: readonly number[] = []): Violation {
  const ruleClass: ViolationClass = rules[rule].class;
  return {
    id,
    class: ruleClass,
    rule,
    agent: 'gpu',
    bytes: null,
    causes,
    defect: null,
    outcome: '',
    fix: null,
  };
}

describe('the verdict on a violation', () => {
  const broken = violation(1, 'cpu-access-while-device-owns');
  const unrelated = violation(2, 'hand-over-twice');
  const effect = violation(3, 'stale-read', [1]);

  it('is luck while nothing comes of it', () => {
    expect(verdictOf(broken, [broken, unrelated])).toBe('luck');
  });

  it('is harm when an effect of the run, however late, is traced to it', () => {
    const run = [broken, unrelated, effect];
    expect([...verdictsOf(run)]).toEqual([
      [1, 'harm'],
      [2, 'luck'],
      [3, 'harm'],
    ]);
  });

  it('is harm for what never goes well', () => {
    const rule: RuleId = 'sigbus';
    expect(rules[rule].alwaysHarm).toBe(true);
    expect(verdictOf(violation(1, rule), [])).toBe('harm');
  });
});
