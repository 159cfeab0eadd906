/** Every fix that the built-in scenarios offer is put into them, and does what it says. */
import { describe, expect, it } from 'vitest';
import { appendAll, createHistory, type History } from '../history/history.ts';
import { platforms } from '../model/platforms/platforms.ts';
import type { Violation } from '../model/violation.ts';
import { scenarios } from '../scenarios/catalogue.ts';
import { applyFix } from './applyFix.ts';
import type { Scenario } from './ast.ts';
import { parseScenario } from './parse.ts';
import { printScenario } from './print.ts';
import { inputsOf, setupOf } from './setupOf.ts';

function parsed(text: string): Scenario {
  const { scenario, diagnostics } = parseScenario(text);
  if (!scenario) throw new Error(JSON.stringify(diagnostics));
  return scenario;
}

function runOn(scenario: Scenario, platform: string): History {
  return appendAll(createHistory(setupOf(scenario, platform)), inputsOf(scenario));
}

const isEffect = ({ class: kind }: Violation): boolean => kind === 'effect';
const rulesOf = (violations: readonly Violation[]): string[] =>
  violations.filter((violation) => !isEffect(violation)).map(({ rule }) => rule);

interface Offer {
  readonly name: string;
  readonly scenario: Scenario;
  readonly platform: string;
  readonly index: number;
  readonly violation: Violation;
}

const offers: readonly Offer[] = scenarios.flatMap(({ id, text }) => {
  const scenario = parsed(text);
  return platforms.flatMap((platform) =>
    runOn(scenario, platform.id).entries.flatMap(({ violations }, index) =>
      violations
        // A fix may be words alone, where no operation and no setting does it.
        .filter(({ fix }) => fix && [fix.before, fix.after, fix.settings].flat().length > 0)
        .map((violation) => ({
          name: `${id} on ${platform.id}, operation ${index + 1}: ${violation.rule}`,
          scenario,
          platform: platform.id,
          index,
          violation,
        })),
    ),
  );
});

describe('the fixes of the built-in scenarios', () => {
  it('are many', () => {
    expect(offers.length).toBeGreaterThan(20);
  });

  it.each(offers)('$name', ({ scenario, platform, index, violation }) => {
    const { fix } = violation;
    if (!fix) throw new Error('no fix');
    const before = runOn(scenario, platform);
    const fixed = applyFix(scenario, index, fix);
    const after = runOn(fixed, platform);
    const added = fix.before.length + fix.after.length;
    expect(after.entries.length).toBe(before.entries.length + added);
    // The operations that were put in can be done, and break no rule themselves.
    for (let i = index; i <= index + added; i++) {
      const entry = after.entries[i];
      expect(entry?.result.kind, `operation ${i + 1}`).not.toBe('scriptError');
      const allowed =
        i === index + fix.before.length ? rulesOf(before.entries[index]?.violations ?? []) : [];
      for (const rule of rulesOf(entry?.violations ?? [])) expect(allowed).toContain(rule);
    }
    // The violation is gone, and the run is no worse for it.
    const own = after.entries[index + fix.before.length]?.violations ?? [];
    const had = rulesOf(before.entries[index]?.violations ?? []);
    const count = (rules: readonly string[]) =>
      rules.filter((rule) => rule === violation.rule).length;
    expect(count(rulesOf(own))).toBeLessThan(count(had));
    expect(after.violations.filter(isEffect).length).toBeLessThanOrEqual(
      before.violations.filter(isEffect).length,
    );
    expect(rulesOf(after.violations).length).toBeLessThan(rulesOf(before.violations).length);
  });
});

describe('coherent memory that is mapped by the streaming API', () => {
  const entry = scenarios.find(({ id }) => id === 'coherent-streamed');

  it.each(platforms.map(({ id }) => id))('is told to leave that out, on %s', (platform) => {
    const { violations } = runOn(parsed(entry?.text ?? ''), platform);
    const broken = violations.filter((violation) => !isEffect(violation));
    expect(broken.map(({ rule }) => rule)).toEqual([
      'coherent-memory-streamed',
      'cpu-access-while-device-owns',
    ]);
    for (const { fix } of broken) {
      expect(fix).toMatchObject({ before: [], after: [], settings: [] });
      expect(fix?.text).toMatch(/^Leave out the streaming mapping/u);
    }
  });
});

describe('applyFix', () => {
  const scenario = parsed(`buffer frame pages=1 mmap=none
device gpu importer=cached
app@cpu0: fd = export frame        expect ok
app@cpu0: p = mmap fd              expect ok
gpu: import fd
gpu: map frame TO_DEVICE
note  The app writes.
app@cpu0: write p+0 64 A           expect cpu-access-while-device-owns
gpu: dma read frame+0 64           expect A`);
  const fix = runOn(scenario, 'arm64').violations[0]?.fix;
  if (!fix) throw new Error('no fix');

  it('puts operations around the offending one, and changes what it says of declarations', () => {
    const text = printScenario(applyFix(scenario, 4, fix));
    expect(text.replaceAll(/ +/g, ' ')).toBe(`platform x86
buffer frame pages=1 exporter=gem mmap=sync-ioctl
device gpu importer=cached

app@cpu0: fd = export frame expect ok
app@cpu0: p = mmap fd expect ok
gpu: import fd
gpu: map frame TO_DEVICE
app@cpu0: sync fd START READ|WRITE
note The app writes.
app@cpu0: write p+0 64 A
app@cpu0: sync fd END READ|WRITE
gpu: dma read frame+0 64
`);
    expect(parsed(text).steps).toHaveLength(scenario.steps.length + 2);
  });

  it('keeps what was expected before it, and leaves the scenario as it was', () => {
    const fixed = applyFix(scenario, 4, fix);
    expect(fixed.steps.map(({ expects }) => expects.length)).toEqual([1, 1, 0, 0, 0, 0, 0, 0]);
    expect(scenario.steps.map(({ expects }) => expects.length)).toEqual([1, 1, 0, 0, 1, 1]);
  });

  it('ignores a setting that there is not', () => {
    const odd = { declaration: 'buffer' as const, name: 'frame', key: 'mmap', value: 'nonsense' };
    const settings = [odd, { ...odd, key: 'colour' }, { ...odd, name: 'other', value: 'none' }];
    const fixed = applyFix(scenario, 4, { text: '', before: [], after: [], settings });
    expect(fixed.buffers).toEqual(scenario.buffers);
  });
});
