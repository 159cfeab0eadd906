import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { realProfile } from '../model/kernel/exporters/profiles.ts';
import { scenarios } from '../scenarios/catalogue.ts';
import { completionsAt } from './completion.ts';
import { parseScenario } from './parse.ts';

const head = `title     T
platform  arm64 cpus=2 page=512
buffer    frame pages=1 exporter=gem mmap=none
device    gpu   importer=cached
`;
const first = `${head}app@cpu0: fd = export frame
app@cpu0: p = mmap fd
gpu:      import fd
`;

/** Labels offered where `|` stands. */
function labels(marked: string): string[] {
  return offered(marked).map(({ label }) => label);
}

/** Splits at the last `¦`, which marks the cursor. */
function offered(marked: string) {
  const at = marked.lastIndexOf('¦');
  return completionsAt(marked.replaceAll('¦', ''), at)?.options ?? [];
}

/** The text after the option was taken. */
function taken(marked: string, label: string): string {
  const at = marked.lastIndexOf('¦');
  const text = marked.replace('¦', '');
  const found = completionsAt(text, at);
  const option = found?.options.find((each) => each.label === label);
  if (!found || !option) return '';
  return text.slice(0, found.from) + (option.apply ?? option.label) + text.slice(at);
}

describe('the beginning of a line', () => {
  it('offers declarations first where nothing stands yet, and a title once', () => {
    expect(labels('¦').slice(0, 6)).toEqual([
      'title',
      'summary',
      'source',
      'platform',
      'buffer',
      'device',
    ]);
    expect(labels('title T\n¦')).not.toContain('title');
  });

  it('offers who spoke last first, then the others, then words', () => {
    const all = labels(`${first}¦`);
    expect(all.slice(0, 2)).toEqual(['gpu:', 'app@cpu0:']);
    expect(all).toEqual(
      expect.arrayContaining(['app@cpu1:', 'kernel@cpu0:', 'cpu0:', 'cpu1:', 'iommu:', 'note']),
    );
    expect(all).not.toContain('app@cpu2:');
  });

  it('knows the CPUs of any process behind @', () => {
    expect(labels(`${first}viewer@¦`)).toContain('viewer@cpu1:');
    expect(taken(`${first}viewer@c¦`, 'viewer@cpu1:')).toBe(`${first}viewer@cpu1: `);
  });

  it('puts agents into the column of those above', () => {
    expect(taken(`${first}g¦`, 'gpu:')).toBe(`${first}gpu:      `);
  });
});

describe('a declaration', () => {
  it('offers platforms, settings that are not there yet, and values with their meaning', () => {
    expect(labels('platform ¦')).toEqual(['x86', 'arm64', 'arm64-iommu', 'bounce']);
    const settings = labels('buffer frame pages=1 ¦');
    expect(settings).toContain('mmap=');
    expect(settings).not.toContain('pages=');
    expect(labels('device gpu ¦')).toContain('importer=');
    const [shootdown] = offered('buffer frame mmap=¦').filter(({ label }) => label === 'shootdown');
    expect(shootdown?.info).toContain('map_dma_buf takes the pages away');
  });

  it('offers numbers that are usual', () => {
    expect(labels('buffer frame pages=¦')).toEqual(['1', '2', '4']);
  });

  it('offers only the policy that a known exporter has', () => {
    expect(labels('buffer frame exporter=vgem mmap=¦')).toEqual(['coherent']);
    expect(labels('buffer frame exporter=udmabuf mmap=¦')).toEqual(['sync-ioctl']);
    for (const name of ['system_heap', 'cma_heap', 'udmabuf', 'vgem', 'minimal']) {
      expect(labels('buffer frame exporter=¦')).toContain(name);
      expect(realProfile(name, '7.3')).not.toBeNull();
    }
  });

  it('goes on behind a comma where several may stand', () => {
    expect(labels('platform x86 expects=x86,¦')).toEqual(['arm64', 'arm64-iommu', 'bounce']);
  });

  it('says nothing in texts for people and in comments', () => {
    for (const marked of ['title exp¦', 'note ¦', '# exp¦', `${first}app@cpu0: close fd # ¦`])
      expect(labels(marked)).toEqual([]);
  });
});

describe('an operation', () => {
  it('offers the verbs of its agent only, likely ones that can be done first', () => {
    const verbs = labels(`${first}gpu: ¦`);
    expect(verbs.slice(0, 2)).toEqual(['import', 'map']);
    expect(verbs).not.toContain('mmap');
    expect(verbs.indexOf('run')).toBeGreaterThan(verbs.indexOf('attach'));
    expect(labels(`${head}app@cpu0: ¦`)[0]).toBe('export');
  });

  it('puts in a name that is free where the result needs one', () => {
    expect(taken(`${first}app@cpu0: mm¦`, 'mmap')).toBe(`${first}app@cpu0: q = mmap `);
    expect(labels(`${first}app@cpu0: x = ¦`)).not.toContain('write');
    expect(taken(`${first}app@cpu0: x = ¦`, 'dup')).toBe(`${first}app@cpu0: x = dup `);
  });

  it('goes on with the second word of a verb', () => {
    expect(labels(`${first}gpu: dma ¦`)).toEqual(['read', 'write']);
  });

  it('offers names of the right kind and owner', () => {
    expect(labels(`${first}app@cpu0: close ¦`)).toEqual(['fd']);
    expect(taken(`${first}app@cpu0: write ¦`, 'p')).toBe(`${first}app@cpu0: write p+0`);
    expect(labels(`${first}viewer@cpu1: close ¦`)).toEqual([]);
    expect(labels(`${first}viewer@cpu1: g = receive fd from ¦`)).toEqual(['app']);
    expect(labels(`${first}gpu: map ¦`)).toEqual(['frame']);
  });

  it('knows devices and buffers that are declared further down, and no names of lines below', () => {
    expect(labels(`gpu: map ¦\n${head}`)).toEqual(['frame']);
    expect(labels(`${head}app@cpu0: close ¦\napp@cpu0: fd = export frame\n`)).toEqual([]);
  });

  it('offers directions, flags, lengths and values where they stand', () => {
    expect(labels(`${first}gpu: map frame ¦`)).toEqual([
      'BIDIRECTIONAL',
      'TO_DEVICE',
      'FROM_DEVICE',
    ]);
    expect(labels(`${first}app@cpu0: sync fd START ¦`)).toEqual(['READ', 'WRITE', 'READ|WRITE']);
    expect(labels(`${first}app@cpu0: sync fd START READ|¦`)).toEqual(['READ', 'WRITE']);
    expect(labels(`${first}app@cpu0: poll fd ¦`)).toEqual(['POLLIN', 'POLLPRI', 'POLLOUT']);
    expect(labels(`${first}app@cpu0: read p+0 ¦`)).toEqual(['64', '512', 'during', 'expect']);
    expect(labels(`${first}app@cpu0: write p+0 64 ¦`)).toEqual(['A', 'B', 'C', 'D']);
    expect(labels(`${first}app@cpu0: q = mmap fd ¦`)).toEqual(
      expect.arrayContaining(['PROT_READ', 'MAP_PRIVATE', 'offset=', 'during', 'expect']),
    );
  });

  it('says whether something must stand there', () => {
    const isNeeded = (line: string) => completionsAt(first + line, (first + line).length)?.isNeeded;
    expect(isNeeded('gpu: map ')).toBe(true);
    expect(isNeeded('gpu: map frame ')).toBe(true);
    expect(isNeeded('gpu: map frame TO_DEVICE ')).toBe(false);
    expect(isNeeded('app@cpu0: read p+0 ')).toBe(false);
  });
});

describe('what is expected, and when', () => {
  it('offers points inside operations', () => {
    expect(labels(`${first}app@cpu0: close fd during ¦`)[0]).toBe('ipi.send');
    expect(labels(`${first}app@cpu0: close fd during pte.cl¦`)).toContain('pte.clear');
  });

  it('offers outcomes, bytes only of reads, platforms behind on', () => {
    expect(labels(`${first}app@cpu0: close fd expect ¦`)[0]).toBe('ok');
    const read = labels(`${first}app@cpu0: read p+0 expect ¦`);
    expect(read.slice(0, 2)).toEqual(['A', 'B']);
    expect(read).toEqual(expect.arrayContaining(['EINVAL', 'SIGBUS', 'stale-read', 'effect']));
    expect(labels(`${first}app@cpu0: close fd expect ok on x86,¦`)).toEqual([
      'arm64',
      'arm64-iommu',
      'bounce',
    ]);
    expect(labels(`${first}   expect E¦`)).toContain('EBUSY');
  });
});

const texts = scenarios.map(({ text }) => text);

describe('any text', () => {
  it('is never too much: no offset throws, and what is offered stands at the cursor', () => {
    const cut = fc
      .tuple(fc.constantFrom(...texts), fc.nat(), fc.nat(30))
      .map(([text, at, drop]) => {
        const from = at % text.length;
        return text.slice(0, from) + text.slice(from + drop);
      });
    const noise = fc.string({ unit: 'binary', maxLength: 60 });
    fc.assert(
      fc.property(fc.oneof(cut, noise), fc.integer({ min: -3, max: 3000 }), (text, offset) => {
        const found = completionsAt(text, offset);
        if (found === null) return;
        const at = Math.min(Math.max(0, offset), text.length);
        expect(found.from).toBeLessThanOrEqual(at);
        expect(text.slice(found.from, at)).not.toContain('\n');
        expect(found.options.length).toBeGreaterThan(0);
      }),
      { numRuns: 150 },
    );
  });

  it('takes what is offered: the parser finds nothing wrong with the word', () => {
    const place = fc.tuple(fc.constantFrom(...texts), fc.nat(), fc.nat());
    fc.assert(
      fc.property(place, ([text, n, which]) => {
        const offsets = [...text.matchAll(/(?<=[ =,|])[A-Za-z]/g)].map(({ index }) => index);
        const offset = offsets[n % offsets.length] ?? 0;
        const found = completionsAt(text, offset);
        if (!found) return;
        const option = found.options[which % found.options.length];
        if (!option) return;
        const written = option.apply ?? option.label;
        const line = text.slice(0, found.from).split('\n').length;
        const column = found.from - text.lastIndexOf('\n', found.from - 1);
        const cut = text.slice(0, found.from) + written;
        const wrong = parseScenario(cut).diagnostics.filter(
          (each) =>
            each.line === line &&
            each.column >= column &&
            each.endColumn > each.column &&
            each.endColumn <= column + written.trimEnd().length &&
            !written.endsWith('='),
        );
        expect(wrong.map(({ message }) => message)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});
