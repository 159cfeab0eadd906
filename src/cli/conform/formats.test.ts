import { describe, expect, it } from 'vitest';
import { recognize } from './formats.ts';

/** The format of a line; the message where it has none. */
function formatOf(line: string): string {
  const recognized = recognize(line);
  return recognized.ok ? recognized.format.name : recognized.message;
}

describe('recognize', () => {
  it.each([
    ['{', 'not a JSON value'],
    ['[]', 'not a JSON object'],
    ['null', 'not a JSON object'],
    ['"init"', 'not a JSON object'],
    ['{}', 'a record of unknown format'],
    ['{"id":"v","init":{},"ops":[]}', 'values of streaming DMA'],
    ['{"id":"d","exporter":"ours","init":{},"ops":[]}', 'values through dma-buf'],
    ['{"id":"e","exporter":"ours","steps":[]}', 'results of system calls'],
    ['{"id":"f","exporter":"pfn","pages":8,"ops":[]}', 'page faults'],
    ['{"id":"dd-a@direct","complains":true,"steps":[]}', 'dma-debug by case'],
    ['{"id":"c","complaints":{}}', 'dma-debug over random sequences'],
  ])('%s', (line, name) => {
    expect(formatOf(line)).toBe(name);
  });

  it('knows the format by its fields even where they are wrong, so that the message names them', () => {
    const recognized = recognize('{"id":7,"init":3,"ops":[]}');
    if (!recognized.ok) throw new Error(recognized.message);
    const context = { file: 'a.jsonl', kernel: '7.3' as const, sequence: () => undefined };
    const replayed = recognized.format.replay(recognized.json, context);
    expect(replayed).toEqual({ ok: false, message: 'id is not text' });
  });

  it('refuses more operations than fit in memory', () => {
    const ops = Array.from({ length: 1001 }, () => ({}));
    expect(recognize(JSON.stringify({ id: 'v', init: {}, ops }))).toEqual({
      ok: false,
      message: 'has more than 1000 operations',
    });
  });

  it('refuses operations that touch more than they should', () => {
    // Four of four MiB each are the bound.
    const record = (ops: readonly object[], pages: number) =>
      formatOf(JSON.stringify({ id: 'v', init: {}, pages, ops }));
    const read = { op: 'cpu_read', len: 4 * 1024 * 1024 };
    const excess = 'touches more than 16777216 bytes';
    expect(record([read, read, read, read], 1)).toBe('values of streaming DMA');
    expect(record([read, read, read, read, { len: 1 }], 1)).toBe(excess);
    expect(record([{}, {}, {}, {}], 1024)).toBe('values of streaming DMA');
    expect(record([{}, {}, {}, {}, {}], 1024)).toBe(excess);
    expect(record([{ len: 1e300 }, { len: 'x' }], 1)).toBe('values of streaming DMA');
  });
});
