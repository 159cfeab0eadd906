/** Operations that are written instead of chosen. */
import { expect, it } from 'vitest';
import { run } from '../model/testing/runScript.ts';
import { parseScenario } from '../script/parse.ts';
import { readLine } from './readLine.ts';

const text = `platform arm64 cpus=2 page=256
buffer b pages=1 mmap=sync-ioctl
device gpu
app@cpu0: fd = export b
app@cpu0: p = mmap fd
gpu: import fd
gpu: map b TO_DEVICE`;
const { scenario } = parseScenario(text);
if (!scenario) throw new Error('the script of this test is wrong');
const { state } = run('arm64 cpus=2 page=256', text.split('\n').slice(1).join('\n'));
const read = (line: string) => readLine(line, scenario, state);

it('leaves words without an agent to the filter', () => {
  expect(read('gpu map')).toEqual({ kind: 'none' });
});

it('reads a line and judges it', () => {
  expect(read('app@cpu1: write p+64 64 B')).toMatchObject({
    kind: 'line',
    legal: false,
    why: 'The CPU touches a buffer that a device owns',
    operation: { agent: { process: 'app', cpu: 1 }, action: { do: 'write', value: 66 } },
  });
  expect(read('gpu: unmap b')).toMatchObject({ kind: 'line', legal: true });
});

it('says what is wrong, and where', () => {
  expect(read('gpu: unmpa b')).toMatchObject({ kind: 'wrong' });
  expect(JSON.stringify(read('gpu: unmpa b'))).toMatch(/Column 6: .*unmap/u);
  expect(read('gpu: dma_unmap_single nothing')).toMatchObject({
    kind: 'wrong',
    message: expect.stringContaining('Not possible here'),
  });
  expect(read('gpu: unmap b\ngpu: map b TO_DEVICE')).toMatchObject({ kind: 'wrong' });
  expect(read('gpu: unmap b during call 1')).toMatchObject({ kind: 'wrong' });
});
