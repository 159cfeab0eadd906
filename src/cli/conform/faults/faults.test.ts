/** Recorded page faults: read with every field checked, replayed, and told apart where they differ. */
import { describe, expect, it } from 'vitest';
import { parseScenario } from '../../../script/parse.ts';
import { printScenario } from '../../../script/print.ts';
import type { RecordContext } from '../format.ts';
import { faultsFormat } from './format.ts';
import { readFaultRecord } from './record.ts';

const context = (kernel: RecordContext['kernel'] = '7.3'): RecordContext => ({
  ...{ file: 'faults.jsonl', kernel, sequence: () => undefined },
});

const mmap = { op: 'mmap', map: 0, pgoff: 0, pages: 3, prot: 'READ|WRITE', flags: 'SHARED' };
const handled = { pgoff: 1, access: 'write', vma: 'shared', by: 'parent' };
const touch = {
  ...{ op: 'touch', by: 'parent', map: 0, page: 1, access: 'write', val: 61 },
  ...{ got: 'ok', minflt: 1, faults: [handled] },
};
const cut = {
  ...{ op: 'munmap', map: 0, page: 2, pages: 1 },
  vma_events: [
    { vma_event: 'open', vm_pgoff: 0, pages: 2, vma: 'shared', by: 'parent' },
    { vma_event: 'close', vm_pgoff: 2, pages: 1, vma: 'shared', by: 'parent' },
  ],
};
const gone = {
  ...{ op: 'touch', by: 'parent', map: 0, page: 2, access: 'read' },
  ...{ got: 'SIGSEGV', si_code: 1 },
};
const record = { id: 'fault-1', exporter: 'pfn', pages: 3, ops: [mmap, touch, cut, gone] };

/** Where a record does not agree. */
function differences(json: unknown, kernel: RecordContext['kernel'] = '7.3'): readonly string[] {
  const replayed = faultsFormat.replay(json, context(kernel));
  if (!replayed.ok) throw new Error(replayed.message);
  const { outcome } = replayed;
  return outcome.kind === 'differs' ? outcome.differences.map(({ where }) => where) : [];
}

const withOp = (index: number, change: object) => ({
  ...record,
  ops: record.ops.map((op, at) => (at === index ? { ...op, ...change } : op)),
});

describe('a recording of faults', () => {
  it('agrees with the model', () => {
    expect(differences(record)).toEqual([]);
  });

  it.each([
    ['a count of faults', withOp(1, { minflt: 2 }), ['ops[1].minflt']],
    ['the log of the handler', withOp(1, { faults: [] }), ['ops[1].faults']],
    [
      'what the handler was asked',
      withOp(1, { faults: [{ ...handled, pgoff: 2 }] }),
      ['ops[1].faults'],
    ],
    ['what the exporter is told', withOp(2, { vma_events: [] }), ['ops[2].vma_events']],
    ['a signal', withOp(3, { got: 'SIGBUS' }), ['ops[3].got']],
    ['the code of a signal', withOp(3, { si_code: 2 }), ['ops[3].si_code']],
    ['an error', withOp(2, { ret: '-EINVAL' }), ['ops[2].ret']],
    ['a value', withOp(1, { access: 'read', got: 9 }), ['ops[1].got', 'ops[1].faults']],
  ])('disagrees in %s', (_, changed, where) => {
    expect(differences(changed)).toEqual(where);
  });

  it('is held against the kernel that was recorded', () => {
    const read = { ...touch, access: 'read', got: 1, page: 0 };
    const plain = { op: read.op, by: read.by, map: 0, page: 0, access: 'read', got: 1 };
    const first = { ...plain, minflt: 1 };
    const second = { ...plain, page: 1, got: 2, minflt: 0 };
    const udmabuf = { id: 'fault-2', exporter: 'udmabuf', pages: 3, ops: [mmap, first, second] };
    // 7.3 inserts the whole VMA at the first fault, 6.12 a page at a time.
    expect(differences(udmabuf)).toEqual([]);
    expect(differences(udmabuf, '6.12')).toEqual(['ops[2].minflt']);
  });

  it.each([
    ['a field that is not known', { ...record, env: 'direct' }],
    ['a field of an operation that is not known', withOp(1, { len: 4 })],
    ['an operation that is not known', withOp(0, { op: 'mremap' })],
    ['an exporter that is not known', { ...record, exporter: 'vgem' }],
    ['rights that are not known', withOp(0, { prot: 'READ|MAGIC' })],
    ['a log with a field that is not known', withOp(1, { faults: [{ ...handled, cpu: 0 }] })],
    ['no value with a write', withOp(1, { val: undefined })],
    ['a signal without its code', withOp(3, { si_code: undefined })],
    ['no object at all', null],
  ])('is refused for %s', (_, json) => {
    const read = readFaultRecord(JSON.parse(JSON.stringify(json)));
    expect(read.ok).toBe(false);
  });

  it('can be written as a scenario that says the same', () => {
    const fork = { op: 'fork', vma_events: [] };
    const zap = { op: 'zap', pgoff: 0, pages: 2, even_cows: 0 };
    const all = { op: 'zap', pgoff: 1, pages: 4, even_cows: 1 };
    const advise = { op: 'madvise_dontneed', map: 0, page: 0, pages: 1, ret: '-EINVAL' };
    const child = { ...gone, by: 'child', page: 0, access: 'read', got: 'SIGSEGV' };
    const protect = { op: 'mprotect', map: 0, page: 0, pages: 1, prot: 'NONE' };
    const ops = [...record.ops, advise, protect, zap, all, fork, child, { op: 'child_exit' }];
    const replayed = faultsFormat.replay({ ...record, ops }, context());
    if (!replayed.ok) throw new Error(replayed.message);
    const [scenario] = replayed.scenarios();
    const text = scenario ? printScenario(scenario) : '';
    const parsed = parseScenario(text);
    expect(parsed.diagnostics).toEqual([]);
    expect(parsed.scenario?.steps.map(({ operation }) => operation)).toEqual(
      scenario?.steps.map(({ operation }) => operation),
    );
  });
});
