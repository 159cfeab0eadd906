import { describe, expect, it } from 'vitest';
import {
  formatLocation,
  formatSyncFlags,
  formatValue,
  parseNumber,
  parseSyncFlags,
  parseValue,
} from './values.ts';

describe('numbers', () => {
  it.each([
    ['0', 0],
    ['64', 64],
    ['0x40', 64],
    ['0XfF', 255],
    ['4294967295', 4294967295],
    ['4294967296', null],
    ['0x', null],
    ['64k', null],
    ['-1', null],
    ['1e3', null],
    ['', null],
  ])('%s', (text, number) => {
    expect(parseNumber(text)).toBe(number);
  });
});

describe('byte values', () => {
  it.each([
    ['A', 65],
    ['z', 122],
    ['7', 7],
    ['0xff', 255],
    ['256', null],
    ['AB', null],
    ['é', null],
    ['', null],
  ])('%s', (text, value) => {
    expect(parseValue(text)).toBe(value);
  });

  it('are letters where they can be, and always read back', () => {
    expect([65, 90, 97, 122].map(formatValue)).toEqual(['A', 'Z', 'a', 'z']);
    expect([0, 48, 64, 91, 123, 193, 255].map(formatValue)).toEqual([
      '0',
      '48',
      '64',
      '91',
      '123',
      '193',
      '255',
    ]);
    for (let value = 0; value < 256; value++) expect(parseValue(formatValue(value))).toBe(value);
  });
});

describe('flags of SYNC', () => {
  it('are words where START or END with a direction says it, else a number', () => {
    // include/uapi/linux/dma-buf.h: READ 1, WRITE 2, END 4
    expect([1, 2, 3, 5, 6, 7].map(formatSyncFlags)).toEqual([
      'START READ',
      'START WRITE',
      'START READ|WRITE',
      'END READ',
      'END WRITE',
      'END READ|WRITE',
    ]);
    expect([0, 4, 8, 9].map(formatSyncFlags)).toEqual([
      'flags=0x0',
      'flags=0x4',
      'flags=0x8',
      'flags=0x9',
    ]);
    expect(parseSyncFlags('END', 'WRITE|READ')).toBe(7);
    expect(parseSyncFlags('MIDDLE', 'READ')).toBeNull();
    expect(parseSyncFlags('START', 'EXECUTE')).toBeNull();
  });
});

it('a place without a name is its offset', () => {
  expect(formatLocation({ base: 'p', offset: 64 })).toBe('p+64');
  expect(formatLocation({ base: '', offset: 64 })).toBe('64');
});
