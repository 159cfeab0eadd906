import { describe, expect, it } from 'vitest';
import { byteText, pillText } from './operationPill.ts';

describe('byteText', () => {
  it('is the letter where there is one to see, else the number', () => {
    expect([65, 126, 32, 127, 0, 255].map(byteText)).toEqual(['A', '~', '32', '127', '0', '255']);
  });
});

describe('pillText', () => {
  const read = { do: 'read', at: { base: 'p', offset: 0 }, length: 2 } as const;
  const ok = { kind: 'ok', value: null, faults: 0 } as const;

  it('tells a read of one value from a read of several, and from one that failed', () => {
    const bytes = (cells: readonly number[]) =>
      ({ kind: 'bytes', cells, newest: cells, faults: 0 }) as const;
    // A cell is (write id * 32 + writer) * 256 + value.
    expect(pillText(read, bytes([65, 8192 + 65]))).toBe('R A');
    expect(pillText(read, bytes([65, 66]))).toBe('R A…');
    expect(pillText(read, { kind: 'signal', signal: 'SIGBUS', code: 2, reason: '' })).toBe('R');
  });

  it('leaves open what a read will get', () => {
    expect(pillText(read, null)).toBe('R');
    expect(
      pillText({ do: 'dmaRead', at: { base: 'p', offset: 0 }, length: 2, snoop: null }, null),
    ).toBe('DMA R');
  });

  it('tells START from END by the flag', () => {
    expect(pillText({ do: 'sync', fd: 'fd', flags: 3 }, ok)).toBe('START');
    expect(pillText({ do: 'sync', fd: 'fd', flags: 7 }, ok)).toBe('END');
  });
});
