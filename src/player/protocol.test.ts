import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linkLengthLimit } from '../history/readLink.ts';
import { argumentLimit, readMessage, wordLimit } from './protocol.ts';

const message = (fields: object) => readMessage({ bufscope: 1, ...fields });
const wrong = (error: string, id: string | number | null = 7) => ({
  kind: 'wrong',
  id,
  error: expect.stringContaining(error),
});

describe('readMessage', () => {
  it('reads every message of a page', () => {
    const messages = [
      { type: 'hello' },
      { type: 'connect', nonce: '1-2-3' },
      { type: 'state', id: 0 },
      { type: 'load', id: 'a', fragment: '' },
      { type: 'run', id: -1, command: 'seek', args: { at: '3.2', by: 1 } },
    ];
    for (const each of messages) expect(message(each)).toEqual({ kind: 'message', message: each });
    expect(message({ type: 'run', id: 1, command: 'fly' })).toEqual({
      kind: 'message',
      message: { type: 'run', id: 1, command: 'fly', args: {} },
    });
  });

  it('skips fields that it does not know: later versions may have them', () => {
    expect(message({ type: 'state', id: 1, colour: { deep: [[[]]] } })).toEqual({
      kind: 'message',
      message: { type: 'state', id: 1 },
    });
  });

  it('leaves alone what is not for it', () => {
    const instance = new (class {
      bufscope = 1;
      type = 'hello';
    })();
    const inherited = Object.create({ bufscope: 1, type: 'hello' });
    const others = [
      null,
      undefined,
      1,
      'bufscope',
      [],
      { type: 'hello' },
      new Map(),
      instance,
      inherited,
    ];
    for (const other of others) expect(readMessage(other)).toEqual({ kind: 'foreign' });
  });

  it('says what is wrong, and to which request', () => {
    expect(readMessage({ bufscope: 2, type: 'state', id: 7 })).toEqual(wrong('protocol 1'));
    expect(readMessage({ bufscope: '1', type: 'state', id: 7 })).toEqual(wrong('protocol 1'));
    expect(message({ type: 3, id: 7 })).toEqual(wrong('type must be'));
    expect(message({ type: 'fly', id: 7 })).toEqual(wrong('no message “fly”'));
    expect(message({ type: 'toString', id: 7 })).toEqual(wrong('no message “toString”'));
    expect(message({ type: 'connect', id: 7 })).toEqual(wrong('nonce'));
    expect(message({ type: 'load', id: 7, fragment: ['at=1'] })).toEqual(wrong('fragment'));
    expect(message({ type: 'run', id: 7 })).toEqual(wrong('command'));
    for (const id of [undefined, null, 1.5, NaN, Infinity, {}, 'x'.repeat(wordLimit + 1)]) {
      expect(message({ type: 'state', id })).toEqual(wrong('needs id', null));
    }
  });

  it('takes flat arguments of bounded size, and no others', () => {
    const run = (args: unknown) => message({ type: 'run', id: 7, command: 'seek', args });
    for (const args of [null, 'at', [1], new Map(), 3n])
      expect(run(args)).toEqual(wrong('args must be'));
    for (const at of [null, undefined, true, {}, [], 3n])
      expect(run({ at })).toEqual(wrong('at must be'));
    const names = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, i) => [`n${i}`, i]));
    expect(run(names(argumentLimit))).toMatchObject({ kind: 'message' });
    expect(run(names(argumentLimit + 1))).toEqual(wrong(`${argumentLimit} fields`));
    expect(run({ ['n'.repeat(wordLimit + 1)]: 1 })).toEqual(wrong('name of an argument'));
    expect(run({ text: 'x'.repeat(linkLengthLimit) })).toMatchObject({ kind: 'message' });
    expect(run({ text: 'x'.repeat(linkLengthLimit + 1) })).toEqual(wrong('longer than'));
    const long = message({ type: 'load', id: 7, fragment: 'x'.repeat(linkLengthLimit + 1) });
    expect(long).toEqual(wrong('longer than'));
  });

  it('takes names of the prototype as names', () => {
    const data: unknown = JSON.parse(
      '{"bufscope":1,"type":"run","id":7,"command":"seek","args":{"__proto__":"1","constructor":"2"}}',
    );
    const read = readMessage(data);
    if (read.kind !== 'message' || read.message.type !== 'run') throw new Error('not read');
    const { args } = read.message;
    expect(Object.keys(args)).toEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(args)).toBe(Object.prototype);
    expect(Object.prototype).not.toHaveProperty('1');
  });

  it('reads no field that all objects have', () => {
    const name = 'bufscope';
    const ofAll = Object.getPrototypeOf({});
    Object.defineProperty(ofAll, name, { value: 1, configurable: true });
    try {
      expect(readMessage({ type: 'hello' })).toEqual({ kind: 'foreign' });
    } finally {
      Reflect.deleteProperty(ofAll, name);
    }
  });

  it('says little about a lot', () => {
    const read = message({ type: 'x'.repeat(1_000_000), id: 7 });
    expect(read.kind === 'wrong' && read.error.length).toBeLessThan(200);
    expect(read.kind === 'wrong' && read.error.length).toBeGreaterThan(0);
  });

  it('reads a message of any depth without walking it', () => {
    let deep: unknown = [];
    for (let i = 0; i < 200_000; i++) deep = [deep];
    expect(message({ type: 'run', id: 7, command: 'seek', args: { at: deep } })).toEqual(
      wrong('at must be'),
    );
    expect(message({ type: 'load', id: 7, fragment: deep })).toEqual(wrong('fragment'));
  });

  it('never throws', () => {
    const key = fc.constantFrom(
      'bufscope',
      'type',
      'id',
      'command',
      'args',
      'fragment',
      'nonce',
      '__proto__',
      'at',
    );
    const word = fc.constantFrom(
      1,
      2,
      'run',
      'load',
      'state',
      'hello',
      'connect',
      'seek',
      '',
      null,
    );
    const value = fc.letrec((tie) => ({
      any: fc.oneof({ maxDepth: 4 }, word, fc.anything(), fc.dictionary(key, tie('any'))),
    })).any;
    const data = fc.oneof(
      value,
      fc.dictionary(key, value).map((fields) => ({ bufscope: 1, ...fields })),
    );
    fc.assert(
      fc.property(data, (each) => {
        const read = readMessage(each);
        expect(['message', 'wrong', 'foreign']).toContain(read.kind);
      }),
      { numRuns: 800 },
    );
  });
});
