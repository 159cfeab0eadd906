import { describe, expect, it } from 'vitest';
import { parseScenario } from '../script/parse.ts';
import { replayScenario } from './replay.ts';
import { reportOf } from './report.ts';
import { traceLines } from './trace.ts';

const text = `title     One stale byte
buffer    frame pages=1
device    gpu

kernel@cpu0: write frame+0 64 A
gpu:         m = dma_map_single frame+0 64 TO_DEVICE
kernel@cpu0: write frame+0 64 B      expect cpu-access-while-device-owns
gpu:         dma read m+0 64         expect A on arm64
`;

function replayOf(script: string) {
  const { scenario } = parseScenario(script);
  if (!scenario) throw new Error('the script cannot be read');
  return { scenario, replay: replayScenario(scenario, 'arm64') };
}

function reportFor(script: string, title: string, link = 'https://example.org/#at=3'): string {
  const { replay } = replayOf(script);
  return reportOf(replay.history, {
    title,
    platform: 'arm64',
    verdict: replay.verdict,
    link,
    elsewhere: () => 'On x86 it is luck.',
  });
}

describe('a report', () => {
  it('tells of every violation: where, what, why, what to do, and what elsewhere', () => {
    const report = reportFor(text, 'One stale byte');
    expect(report).toContain('# One stale byte\n\n- Platform: arm64\n- Operations: 4\n');
    // The write that breaks the rule, and the stale read that comes of it.
    expect(report).toContain('- Violations: 2 (2 wrong, 0 luck)');
    expect(report.match(/^## Step /gmu)).toHaveLength(2);
    expect(report).toContain('`kernel@cpu0: write frame+0 64 B`');
    expect(report).toContain('Rule `cpu-access-while-device-owns`: ');
    expect(report).toContain('- Where: frame, bytes 0 to 63');
    expect(report).toContain('- Because of step 3: ');
    expect(report).toContain('- Wrong on arm64. On x86 it is luck.');
    expect(report).toContain('[open in bufscope](<https://example.org/#at=3>)');
    expect(report).toContain('**Fix:** ');
  });

  it('of a run without a mistake says so', () => {
    const good = 'buffer b pages=1\nkernel@cpu0: write b+0 64 A\n';
    expect(reportFor(good, '')).toContain('# Untitled script');
    expect(reportFor(good, '')).toContain('No rule is broken.');
  });

  it('takes nothing from a title or a link for markup', () => {
    const report = reportFor(text, '](x) <img src=x>\n# Other', 'x>) <script>\\');
    expect(report.split('\n')[0]).toBe('# \\](x) \\<img src=x\\> \\# Other');
    expect(report).toContain('(<x%3E)%20%3Cscript%3E%5C>)');
  });
});

describe('a trace', () => {
  it('has a line for each operation and micro-event, between a start and an end', () => {
    const { scenario, replay } = replayOf(text);
    const lines = traceLines(replay, { name: 'x', title: scenario.title, micro: true });
    const records: Record<string, unknown>[] = lines.map((line) => JSON.parse(line));
    expect(records[0]).toMatchObject({ schema: 'bufscope.run/1', type: 'start', operations: 4 });
    const types = records.map(({ type }) => type);
    const events = replay.history.entries.flatMap((entry) => entry.events);
    expect(types.filter((type) => type === 'step')).toHaveLength(4);
    expect(types.filter((type) => type === 'micro')).toHaveLength(events.length);
    expect(records.at(-1)).toMatchObject({ type: 'end', expectations: { judged: 2, failed: 0 } });
    const few = traceLines(replay, { name: 'x', title: '', micro: false });
    expect(few).toHaveLength(6);
  });
});
