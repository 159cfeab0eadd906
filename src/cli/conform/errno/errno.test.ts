/** Recorded results of calls: read strictly, replayed, and written as scripts that can be read. */
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { formatDiagnostic } from '../../../script/diagnostic.ts';
import { parseScenario } from '../../../script/parse.ts';
import { printScenario } from '../../../script/print.ts';
import type { RecordContext, Replayed } from '../format.ts';
import { recordingLines } from '../recordingLines.ts';
import { errnoFormat } from './format.ts';

const recordings = [
  ['test/recordings/errno.jsonl.gz', '7.3'],
  ['test/recordings/linux-6.12.117/errno.jsonl.gz', '6.12'],
] as const;

const context = (kernel: RecordContext['kernel']): RecordContext => ({
  file: 'errno.jsonl',
  kernel,
  sequence: () => undefined,
});

async function replayAll(file: string, kernel: RecordContext['kernel']): Promise<Replayed[]> {
  const all: Replayed[] = [];
  for await (const { text } of recordingLines(file))
    all.push(errnoFormat.replay(JSON.parse(text ?? ''), context(kernel)));
  return all;
}

describe.each(recordings)('%s', (file, kernel) => {
  it('agrees in every case', async () => {
    const all = await replayAll(file, kernel);
    expect(all.length).toBeGreaterThan(10);
    expect(all.filter((one) => !one.ok || one.outcome.kind !== 'agrees')).toEqual([]);
  });

  it('can be read as scripts, and says the same there', async () => {
    const all = await replayAll(file, kernel);
    const problems = all.flatMap((one) => {
      const scenario = one.ok ? one.scenarios()[0] : undefined;
      if (!one.ok || !scenario) return ['no scenario'];
      const read = parseScenario(printScenario(scenario));
      const written = scenario.steps.map(({ operation }) => operation);
      const same = isDeepStrictEqual(
        read.scenario?.steps.map(({ operation }) => operation),
        written,
      );
      if (same && read.diagnostics.length === 0) return [];
      return [`${one.id}: ${read.diagnostics.map(formatDiagnostic).join('; ')}`];
    });
    expect(problems).toEqual([]);
  });
});

const heap = {
  call: 'ioctl',
  request: 'DMA_HEAP_IOCTL_ALLOC',
  ...{ len: 16384, fd_flags: 'O_RDWR', heap_flags: 0, new_fd: 0, ret: 0, setup: true },
};

/** The outcome of a case that begins with a heap buffer. */
function replay(...steps: readonly object[]): Replayed {
  const record = { id: 'x', env: 'direct', exporter: 'system_heap', steps: [heap, ...steps] };
  return errnoFormat.replay(record, context('7.3'));
}

const seek = { call: 'lseek', fd: 0, offset: 0, whence: 'SEEK_END', ret: 16384 };

function differences(...steps: readonly object[]): readonly string[] {
  const replayed = replay(...steps);
  if (!replayed.ok) throw new Error(replayed.message);
  const { outcome } = replayed;
  if (outcome.kind !== 'differs') return [];
  return outcome.differences.map((one) => `${one.where} ${one.expected} ${one.got}`);
}

describe('a case', () => {
  it('differs where a result does', () => {
    expect(differences(seek)).toEqual([]);
    expect(differences({ ...seek, ret: 16385 })).toEqual(['steps[1].ret 16385 16384']);
    expect(differences({ ...seek, ret: '-EINVAL' })).toEqual(['steps[1].ret -EINVAL 16384']);
  });

  it('differs where what was told, a fault, a signal or a message does', () => {
    const poll = { call: 'poll', fd: 0, events: 'POLLIN', timeout: 0, ret: 1 };
    expect(differences({ ...poll, info: 'revents=0x4' })).toEqual([
      'steps[1].info revents=0x4 revents=0x1',
    ]);
    expect(differences({ ...seek, minflt: 1 })).toEqual(['steps[1].minflt 1 0']);
    expect(differences({ ...seek, si_code: 2 })).toEqual(['steps[1].si_code 2 no signal']);
    const kmsg = ['WARNING: a.c:1 at f+0x1/0x2, CPU#0: x'];
    expect(differences({ ...seek, kmsg })).toEqual(['steps[1].kmsg WARNING: a.c at f ']);
  });

  it.each([
    ['a call', { call: 'frobnicate', ret: 0 }],
    ['an argument', { ...seek, extra: 1 }],
    ['a word', { ...seek, whence: 'SEEK_FAR' }],
    ['a descriptor', { ...seek, fd: 'the other one' }],
    ['a request', { call: 'ioctl', fd: 0, request: 'FROBNICATE', ret: 0 }],
    ['a number', { ...seek, offset: 1.5 }],
    ['a result', { ...seek, ret: 'fine' }],
  ])('is refused with %s that is not known', (_, step) => {
    expect(replay(step).ok).toBe(false);
  });
});
