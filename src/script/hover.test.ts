import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scenarios } from '../scenarios/catalogue.ts';
import { hoverAt } from './hover.ts';

const text = `title     T
platform  arm64 cpus=2 expects=x86,bounce
buffer    frame pages=1 exporter=gem mmap=shootdown
device    gpu
app@cpu0: fd = export frame
app@cpu0: p = mmap fd PROT_READ
gpu:      import fd
gpu:      map frame TO_DEVICE
gpu:      dma read frame+0 4096     expect stale on arm64 expect EINVAL expect cleaned=8
app@cpu0: read p+0                  during ipi.send#2
`;

/** What is said about the first character of a word, the `nth` of its kind. */
function said(word: string, nth = 1) {
  let at = -1;
  for (let i = 0; i < nth; i++) at = text.indexOf(word, at + 1);
  const hover = hoverAt(text, at);
  return hover && { ...hover.doc, covers: text.slice(hover.from, hover.to) };
}

describe('what a word means', () => {
  it('explains an operation by its form, with its source', () => {
    expect(said('mmap fd')).toMatchObject({
      kind: 'operation',
      covers: 'mmap',
      source: 'drivers/dma-buf/dma-buf.c: dma_buf_mmap_internal',
    });
    expect(said('mmap fd')?.title).toMatch(/^NAME = mmap FD/);
    expect(said('dma read')).toMatchObject({ kind: 'operation', covers: 'dma read' });
  });

  it('explains declarations, settings and their values', () => {
    expect(said('platform')).toMatchObject({ kind: 'line', covers: 'platform' });
    expect(said('arm64')).toMatchObject({ kind: 'platform' });
    expect(said('bounce')).toMatchObject({ kind: 'platform', covers: 'bounce' });
    expect(said('cpus')?.text).toBe('Number of CPUs. Default: the platform’s.');
    expect(said('shootdown')?.text).toMatch(/^Write-back; map_dma_buf takes the pages away/);
  });

  it('says what a name stands for and where it comes from', () => {
    expect(said('fd PROT')).toMatchObject({
      kind: 'a descriptor of app',
      text: 'Introduced by export in line 5.',
    });
    expect(said('frame+0')).toMatchObject({ kind: 'a buffer', text: 'Declared in line 3.' });
  });

  it('explains agents, flags, directions and numbers', () => {
    expect(said('gpu:')).toMatchObject({ kind: 'agent', title: 'gpu:' });
    expect(said('PROT_READ')).toMatchObject({ kind: 'PROT_READ of mmap' });
    expect(said('TO_DEVICE')).toMatchObject({ kind: 'direction', text: 'The device only reads.' });
    expect(said('4096')?.text).toBe('4096, 0x1000.');
  });

  it('explains expectations and points', () => {
    expect(said('stale')?.text).toMatch(/older than the newest write/);
    expect(said('EINVAL')).toMatchObject({ kind: 'error', text: 'A wrong argument.' });
    expect(said('cleaned')?.text).toMatch(/lines cleaned/);
    expect(said('arm64', 2)).toMatchObject({ kind: 'platform' });
    expect(said('ipi.send')?.text).toBe('An interrupt is sent to another CPU.');
    expect(said('during')).toMatchObject({ title: 'during KIND[#NUMBER]' });
  });

  it('is silent where there is nothing to say', () => {
    expect(hoverAt(text, text.indexOf('T\n'))).toBeNull();
    expect(hoverAt('# a comment', 4)).toBeNull();
    expect(hoverAt('', 0)).toBeNull();
  });

  it('never throws, and covers the place that it was asked about', () => {
    const texts = fc.constantFrom(...scenarios.map((scenario) => scenario.text));
    fc.assert(
      fc.property(fc.oneof(texts, fc.string({ unit: 'binary' })), fc.nat(4000), (any, offset) => {
        const hover = hoverAt(any, offset);
        if (!hover) return;
        expect(hover.from).toBeLessThanOrEqual(offset);
        expect(hover.to).toBeGreaterThan(Math.min(offset, any.length) - 1);
        expect(hover.doc.text).not.toBe('');
      }),
      { numRuns: 200 },
    );
  });

  it('explains every operation of every built-in scenario', () => {
    for (const { id, text: script } of scenarios)
      for (const found of script.matchAll(/^[\w@]+:\s+(?:\w+ = )?(\w+)/gm)) {
        const at = found.index + found[0].length - 1;
        expect([id, found[0], hoverAt(script, at)?.doc.kind]).toEqual([id, found[0], 'operation']);
      }
  });
});
