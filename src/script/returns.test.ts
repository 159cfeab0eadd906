/** `expect returns=NUMBER`: what a call gave back. */
import { describe, expect, it } from 'vitest';
import { run } from '../model/testing/runScript.ts';
import { formatDiagnostic } from './diagnostic.ts';
import { parseScenario, parseSteps } from './parse.ts';
import { printExpect } from './print.ts';

const declared = 'buffer b pages=2\n';
const exported = 'app@cpu0: fd = export b\n';
const { scenario } = parseScenario(`platform x86\n${declared}`);

const complaints = (text: string): readonly string[] => {
  if (!scenario) throw new Error('the declarations are wrong');
  return parseSteps(text, scenario).diagnostics.map(formatDiagnostic);
};

describe('expect returns', () => {
  it('holds where the call returned the number', () => {
    run('x86 page=256', `${declared}${exported}app@cpu0: lseek fd 0 SEEK_END expect returns=512`);
    run('x86 page=256', `${declared}${exported}app@cpu0: lseek fd 0 SEEK_SET expect returns=0`);
  });

  it.each(['lseek fd 0 SEEK_END expect returns=511', 'lseek fd 1 SEEK_END expect returns=0'])(
    'does not hold where it returned another, or an error: %s',
    (line) => {
      expect(() => run('x86 page=256', `${declared}${exported}app@cpu0: ${line}`)).toThrow();
    },
  );

  it('is read and printed alike', () => {
    if (!scenario) throw new Error('the declarations are wrong');
    const { steps } = parseSteps('app@cpu0: exit expect returns=0x10 on x86', scenario);
    const [first] = steps.flatMap(({ expects }) => expects);
    expect(first).toEqual({ what: { kind: 'returns', number: 16 }, platforms: ['x86'] });
    expect(first && printExpect(first)).toBe('expect returns=16 on x86');
  });

  it.each(['returns', 'returns=', 'returns=A', 'returns=1 2'])('is refused as %s', (text) => {
    expect(complaints(`app@cpu0: exit expect ${text}`)).toHaveLength(1);
  });
});
