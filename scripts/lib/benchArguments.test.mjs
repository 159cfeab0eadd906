import { describe, expect, it } from 'vitest';
import { readBenchArguments } from './benchArguments.mjs';

const files = ['browser.bench.ts', 'step.bench.ts'];

describe('arguments of npm run bench', () => {
  it('choose files by parts of their names', () => {
    expect(readBenchArguments([], files)).toMatchObject({ asJson: false, names: files });
    expect(readBenchArguments(['--json', 'step'], files)).toEqual({
      asJson: true,
      names: ['step.bench.ts'],
      message: null,
      code: 0,
    });
  });

  it('are refused where they say nothing', () => {
    expect(readBenchArguments(['--jsn'], files).code).toBe(2);
    expect(readBenchArguments(['--jsn'], files).message).toContain('there is no option --jsn');
    const unknown = readBenchArguments(['step', 'stop'], files);
    expect(unknown.code).toBe(2);
    expect(unknown.message).toContain('there is no bench file stop');
    expect(unknown.names).toEqual([]);
  });

  it('may ask for help', () => {
    const help = readBenchArguments(['--help'], files);
    expect(help.code).toBe(0);
    expect(help.message).toContain('usage:');
  });
});
