import { expect, it } from 'vitest';
import { describeOperation } from './describe.ts';
import { operationForms } from './forms.ts';
import { parseScenario } from './parse.ts';
import { exporterPrelude } from './testing/exporterFormCases.ts';
import { fencePrelude } from './testing/fenceFormCases.ts';
import { filePrelude } from './testing/fileFormCases.ts';

function told(line: string): string | undefined {
  const { scenario } = parseScenario(`buffer frame
device gpu
app@cpu0: fd = export frame
app@cpu0: p = mmap fd
gpu: m0 = dma_map_single frame+0 4096 BIDIRECTIONAL
gpu: c = dma_alloc_coherent frame
${filePrelude}${fencePrelude}${exporterPrelude}${line}`);
  const last = scenario?.steps.at(-1);
  return last && describeOperation(last.operation);
}

it.each([
  ['app@cpu1: write p+64 64 A', 'app on CPU 1 writes A to 64 bytes at p+64'],
  ['app@cpu0: read p+0', 'app on CPU 0 reads 1 byte at p+0'],
  ['app@cpu0: sync fd END READ|WRITE', 'app on CPU 0 calls SYNC END READ|WRITE on fd'],
  ['gpu: map frame FROM_DEVICE', 'gpu maps frame for the device to write'],
  ['gpu@cpu1: unmap frame', 'gpu (driver on CPU 1) unmaps frame'],
  ['gpu: dma write 0 2 7', 'gpu writes 7 to 2 bytes at 0 by DMA'],
  ['cpu1: evict frame+0', 'CPU 1 evicts the line of frame+0'],
  ['iommu: flush', 'the IOMMU flushes the IOTLBs'],
])('%s: %s', (line, sentence) => {
  expect(told(line)).toBe(sentence);
});

it('leaves no argument untold and no place unfilled', () => {
  for (const form of operationForms) expect(told(form.example)).toMatch(/^[^{}]+$/);
});
