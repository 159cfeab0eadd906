import { describe, expect, it } from 'vitest';
import { formatDiagnostic } from './diagnostic.ts';
import { parseScenario } from './parse.ts';

/**
 * Reads a text in which ‹ › mark the place of the only mistake; ‹› marks a place where something is
 * missing. Gives what is said there.
 */
function mistake(marked: string): {
  message: string;
  expected: readonly string[];
  suggestion: string | null;
} {
  const start = marked.indexOf('‹');
  const end = marked.indexOf('›') - 1;
  const text = marked.replace('‹', '').replace('›', '');
  const before = text.slice(0, start);
  const line = before.split('\n').length;
  const lineStart = before.lastIndexOf('\n') + 1;
  const { scenario, diagnostics } = parseScenario(text);
  expect(scenario).toBeNull();
  expect(diagnostics.map(({ line: at, column, endColumn }) => ({ at, column, endColumn }))).toEqual(
    [{ at: line, column: start - lineStart + 1, endColumn: end - lineStart + 1 }],
  );
  const [first] = diagnostics;
  if (!first) throw new Error('no diagnostic');
  return first;
}

const head =
  'buffer frame\nbuffer ring\ndevice gpu\ndevice cam\napp@cpu0: fd = export frame\napp@cpu0: p = mmap fd\n';

describe('declarations', () => {
  it.each([
    ['platform ‹arm65›', 'arm64'],
    ['platform x86 ‹cpu›=2', 'cpus'],
    ['platform x86 iommu=‹lasy›', 'lazy'],
    ['platform x86 maintenance=‹arm46›', 'arm64'],
    ['buffer b mmap=‹shutdown›', 'shootdown'],
    ['buffer b ‹page›=2', 'pages'],
    ['buffer b type=‹wc›', 'WC'],
    ['device d importer=‹map-per-dmq›', 'map-per-dma'],
    ['device d ‹dmabits›=32', 'dma-bits'],
    ['buffer b ‹contigous›', 'contiguous='],
    ['platform x86 expects=‹x87›', 'x86'],
    ['‹bufer› b', 'buffer'],
    ['‹titel› x', 'title'],
  ])('%s: did you mean %s?', (text, suggestion) => {
    expect(mistake(text).suggestion).toBe(suggestion);
  });

  it.each([
    ['title‹›', 'title needs a text'],
    ['summary‹› ', 'summary needs a text'],
    ['title a\n‹title› b', 'a title stands in line 1 already'],
    ['platform x86\n‹platform› x86', 'a platform stands in line 1 already'],
    ['buffer b\nbuffer ‹b›', '‘b’ stands in line 1 already'],
    ['buffer b\ndevice ‹b›', '‘b’ stands in line 1 already'],
    ['buffer b pages=1 ‹pages›=2', 'pages stands here twice'],
    ['buffer‹›', 'the name of the buffer is missing'],
    ['buffer‹› pages=2', 'the name of the buffer is missing'],
    ['device ‹kernel›', '‘kernel’ means something else and cannot be a name'],
    ['device ‹cpu3›', '‘cpu3’ means something else and cannot be a name'],
    ['buffer ‹7›', 'a name has letters, digits, _ and -, and begins with a letter'],
    ['buffer b pages=‹0›', 'pages must be a number from 1 to 1024'],
    ['buffer b pages=‹1025›', 'pages must be a number from 1 to 1024'],
    ['buffer b pages=‹two›', 'pages must be a number from 1 to 1024'],
    ['buffer b pages=‹›', 'pages must be a number from 1 to 1024'],
    ['buffer b pages=‹› high=yes', 'pages must be a number from 1 to 1024'],
    ['buffer b pages=2 ‹3›', 'a setting is needed, not ‘3’'],
    ['buffer b high=‹maybe›', 'high is yes or no, not ‘maybe’'],
    ['device d dma-bits=‹65›', 'dma-bits must be a number from 24 to 64'],
    ['platform x86 page=‹500›', 'page must be a power of two from 64 to 65536'],
    ['platform x86 cpus=‹9›', 'cpus must be a number from 1 to 8'],
    ['platform x86 expects=‹x86,x86›', 'a platform stands here twice'],
    ['platform‹› cpus=2', 'the platform is missing'],
    ['platform ‹x86› page=64 line=128', 'a page (64) must hold whole cache lines (128)'],
    [
      'buffer a pages=1024\n‹buffer› b',
      'the buffers have 4198400 bytes together, more than 4194304',
    ],
  ])('%s: %s', (text, message) => {
    expect(mistake(text).message).toBe(message);
  });

  it.each(['256:1:1', '1:0:1', '1:1:0', '1:1:257', '1:1', '1:1:1:1', 'a:b:c'])(
    'init=%s',
    (init) => {
      expect(mistake(`buffer b init=‹${init}›`).message).toContain('init is BASE:CELL:PERIOD');
    },
  );

  it('a value keeps to itself: what stands behind a space does not belong to it', () => {
    expect(mistake('buffer b init=1:2:3 ‹:4›').message).toBe('a setting is needed, not ‘:4’');
  });
});

describe('agents', () => {
  it.each([
    ['‹gpv›: import fd', 'gpu'],
    ['app@‹cqu0›: exit', 'cpu0'],
    ['‹kernel›: barrier', 'kernel@cpu0'],
  ])('%s: did you mean %s?', (line, suggestion) => {
    expect(mistake(head + line).suggestion).toBe(suggestion);
  });

  it.each([
    ['‹app›: read p+0', '‘app’ is no device; a process is written with its CPU, as app@cpu0'],
    ['app@‹cpu2›: exit', 'there are 2 CPUs; more can be had with cpus= on the platform line'],
    ['gpu@‹cpu7›: unbind', 'there are 2 CPUs; more can be had with cpus= on the platform line'],
    ['‹cpu2›: drain', 'there are 2 CPUs; more can be had with cpus= on the platform line'],
    ['iommu@‹cpu0›: flush', 'the IOMMU is on no CPU'],
    ['‹frame›@cpu0: exit', '‘frame’ is a buffer and does nothing'],
    ['‹note›@cpu0: exit', '‘note’ means something else and cannot be a process'],
    ['‹title›: x', '‘title’ is a word of the language and nobody’s name; it takes no colon'],
  ])('%s: %s', (line, message) => {
    expect(mistake(head + line).message).toBe(message);
  });

  it('counts the CPUs of the platform line', () => {
    expect(mistake('platform x86 cpus=1\napp@‹cpu1›: exit').message).toContain('there is 1 CPU;');
    expect(parseScenario('platform x86 cpus=3\napp@cpu2: exit').diagnostics).toEqual([]);
  });

  it('a process without its CPU still introduces names', () => {
    const { diagnostics } = parseScenario('buffer b\napp: fd = export b\napp@cpu0: p = mmap fd');
    expect(diagnostics.map(({ line }) => line)).toEqual([2]);
  });
});

describe('operations', () => {
  it.each([
    ['app@cpu0: f = ‹exprt› frame', 'export'],
    ['gpu: ‹dma raed› 0 64', 'dma read'],
    ['gpu: ‹dma_map_singel› frame+0 1 TO_DEVICE', 'dma_map_single'],
    ['gpu: map ‹fram› TO_DEVICE', 'frame'],
    ['gpu: map frame ‹TO_DEVCE›', 'TO_DEVICE'],
    ['gpu: map frame ‹DMA_TO_DEVICE›', 'TO_DEVICE'],
    ['gpu: import ‹df›', 'fd'],
    ['app@cpu0: doorbell ‹gpuu›', 'gpu'],
    ['app@cpu0: q = mmap fd 1 ‹PROT_RAED›', 'PROT_READ'],
    ['app@cpu0: sync fd ‹STRAT› READ', 'START'],
    ['app@cpu0: sync fd START ‹READ|WRIT›', 'READ|WRITE'],
    ['app@cpu0: g = receive fd from ‹ap›', 'app'],
    ['app@cpu0: g = receive fd ‹form› app', 'from'],
    ['gpu: dma read frame+0 64 ‹nosnop›', 'nosnoop'],
    ['gpu: unmap frame ‹FROM_DEVIC›', 'FROM_DEVICE'],
    ['app@cpu0: read p+0 ‹expct› A', 'expect'],
  ])('%s: did you mean %s?', (line, suggestion) => {
    expect(mistake(head + line).suggestion).toBe(suggestion);
  });

  it.each([
    ['gpu:‹›', 'an operation is missing'],
    ['app@cpu0: q =‹›', 'an operation is missing'],
    ['gpu: ‹mmap› fd', '‘mmap’ is for a process (app@cpu0), not for a device'],
    ['app@cpu0: ‹map› frame TO_DEVICE', '‘map’ is for a device, not for a process (app@cpu0)'],
    [
      'app@cpu0: ‹zap› frame',
      '‘zap’ is for kernel code (kernel@cpu0), not for a process (app@cpu0)',
    ],
    [
      'app@cpu0: ‹›mmap fd',
      'the result of ‘mmap’ needs a name: NAME = mmap FD [PAGES] [offset=PAGES] [PROT_READ] [MAP_PRIVATE]',
    ],
    ['app@cpu0: ‹x› = exit', '‘exit’ gives nothing that could be named'],
    ['app@cpu0: ‹frame› = export frame', '‘frame’ is a buffer already'],
    ['app@cpu0: ‹gpu› = export frame', '‘gpu’ is a device already'],
    ['app@cpu0: ‹cpu1› = export frame', '‘cpu1’ means something else and cannot be a name'],
    ['app@cpu0: ‹fd› = mmap fd', '‘fd’ is a descriptor already'],
    ['app@cpu0: exit ‹now›', 'nothing more is expected here'],
    ['gpu: map‹›', 'a buffer is missing'],
    ['gpu: map frame‹›', 'the direction is missing'],
    ['gpu: map ‹7› TO_DEVICE', 'a buffer is needed, not ‘7’'],
    ['gpu: map ‹gpu› TO_DEVICE', '‘gpu’ is a device; a buffer is needed'],
    ['gpu: map ‹zzzzzz› TO_DEVICE', '‘zzzzzz’ is not known here; a buffer is needed'],
    ['viewer@cpu0: close ‹fd›', '‘fd’ is a name of app, not of viewer'],
    ['app@cpu0: read ‹frame›+0', '‘frame’ is a buffer; a mapping of userspace is needed'],
    ['app@cpu0: read‹›', 'a place is missing: MAPPING+OFFSET'],
    ['app@cpu0: read ‹64›', 'a place is needed: MAPPING+OFFSET'],
    ['app@cpu0: read p+‹›', 'the offset is missing'],
    ['app@cpu0: read p+‹q›', 'an offset is a number to 4294967295'],
    ['app@cpu0: read p+‹4294967296›', 'an offset is a number to 4294967295'],
    ['app@cpu0: read p+‹0x›', 'an offset is a number to 4294967295'],
    ['app@cpu0: read p+0 ‹0›', 'LENGTH must be a number from 1 to 262144'],
    ['app@cpu0: read p+0 ‹262145›', 'LENGTH must be a number from 1 to 262144'],
    ['kernel@cpu0: clean frame+0‹›', 'LENGTH is missing'],
    ['app@cpu0: write p+0‹›', 'the value is missing'],
    ['app@cpu0: write p+0 64 ‹256›', 'a value is one letter or a number from 0 to 255'],
    ['app@cpu0: write p+0 64 ‹AB›', 'a value is one letter or a number from 0 to 255'],
    ['app@cpu0: write p+0 64 ‹é›', 'a value is one letter or a number from 0 to 255'],
    ['gpu: dma write frame+0 64 ‹300› nosnoop', 'a value is one letter or a number from 0 to 255'],
    ['gpu: dma write frame+0 65 ‹nosnop›', '‘nosnop’ does not belong here'],
    ['app@cpu0: write p+0 64 A ‹B›', 'nothing more is expected here'],
    ['app@cpu0: write p+0 ‹300›', 'a value is one letter or a number from 0 to 255'],
    ['app@cpu0: write p+0 ‹AB›', 'a value is one letter or a number from 0 to 255'],
    ['app@cpu0: sync fd‹›', 'START or END is missing'],
    ['app@cpu0: sync fd END‹›', 'READ or WRITE is missing'],
    ['app@cpu0: sync fd flags=‹x›', 'flags is a number'],
    ['app@cpu0: q = mmap fd 1 ‹2›', '‘2’ does not belong here'],
    ['gpu: dma_free_coherent ‹zzz›', '‘zzz’ is not known here; a coherent allocation is needed'],
    ['gpu: map frame TO_DEVICE‹#›x', 'a space is missing before #'],
    ['gpu: map frame ‹é›', '‘é’ is no direction'],
  ])('%s: %s', (line, message) => {
    expect(mistake(head + line).message).toBe(message);
  });

  it('names what would have been right', () => {
    expect(mistake(`${head}gpu: map frame ‹up›`).expected).toEqual([
      'BIDIRECTIONAL',
      'TO_DEVICE',
      'FROM_DEVICE',
    ]);
    expect(mistake(`${head}gpu: map ‹up› TO_DEVICE`).expected).toEqual(['frame', 'ring']);
    expect(mistake(`${head}cpu0: ‹up›`).expected).toEqual(['evict', 'prefetch', 'drain']);
  });

  it('knows the names that wrong lines introduce', () => {
    expect(
      mistake('buffer frame\napp@cpu0: fd = ‹exprot› frame\napp@cpu0: close fd').suggestion,
    ).toBe('export');
    const wrong = 'buffer frame\napp@cpu0: fd = export fram\napp@cpu0: close fdd';
    const { diagnostics } = parseScenario(wrong);
    expect(diagnostics.map(({ suggestion }) => suggestion)).toEqual(['frame', 'fd']);
  });

  it('goes on behind a misspelled word', () => {
    const { diagnostics } = parseScenario(`${head}app@cpu0: q = mmap fd PROT_RAED 2 MAP_PRIVAT`);
    expect(diagnostics.map(({ suggestion }) => suggestion)).toEqual(['PROT_READ', 'MAP_PRIVATE']);
  });

  it('finds every mistake of a line', () => {
    const { diagnostics } = parseScenario(`${head}gpu: map fram TO_DEVCE expect stail on x87`);
    expect(diagnostics.map(({ column, suggestion }) => [column, suggestion])).toEqual([
      [10, 'frame'],
      [15, 'TO_DEVICE'],
      [31, 'stale'],
      [40, 'x86'],
    ]);
  });
});

describe('clauses and notes', () => {
  it.each([
    ['app@cpu0: read p+0 expect‹›', 'what is expected is missing'],
    ['app@cpu0: read p+0 expect ‹300›', 'a value is one letter or a number from 0 to 255'],
    ['app@cpu0: read p+0 expect ‹AB›', '‘AB’ cannot be expected'],
    ['app@cpu0: read p+0 expect A ‹B›', 'one thing is expected by each ‘expect’'],
    ['app@cpu0: read p+0 expect A*‹x›', 'a run of bytes is written VALUE*COUNT, as A*64'],
    ['app@cpu0: read p+0 expect A*‹0›', 'a run of bytes is written VALUE*COUNT, as A*64'],
    ['app@cpu0: read p+0 expect A,‹›', 'a value is missing'],
    ['app@cpu0: read p+0 expect ‹cleaned›', 'a cost is compared with a number: cleaned=8'],
    ['app@cpu0: read p+0 expect cleaned=‹A›', 'a cost is compared with a number: cleaned=8'],
    ['app@cpu0: read p+0 expect cleaned=8 ‹9›', 'a cost is compared with a number: cleaned=8'],
    ['app@cpu0: read p+0 expect A on‹›', 'a platform is missing'],
    ['app@cpu0: read p+0 expect A on x86 ‹arm64›', 'platforms are separated by commas'],
    ['app@cpu0: read p+0 expect A on x86,‹x86›', 'x86 stands here twice'],
    ['gpu: map frame TO_DEVICE expect ‹A›', 'only a read returns bytes'],
    ['app@cpu0: read p+0 during‹›', 'a kind of micro-event is missing'],
    ['app@cpu0: read p+0 during ‹ipi.snd›', '‘ipi.snd’ is no kind of micro-event'],
    ['app@cpu0: read p+0 during ‹call#0›', 'micro-events of a kind are counted from #1'],
    ['app@cpu0: read p+0 during call ‹x›', 'nothing more is expected here'],
    ['app@cpu0: read p+0 during call ‹during› call', 'an operation happens at one point only'],
    ['note‹›\napp@cpu0: read p+0', 'note needs a text'],
    ['‹note› text', 'a note stands above its operation; none follows'],
    ['app@cpu0: read p+0\n‹during› call', '‘during’ stands in the line of its operation'],
  ])('%s: %s', (line, message) => {
    expect(mistake(head + line).message).toBe(message);
  });

  it('nothing can be expected of nothing, or happen inside it', () => {
    expect(mistake('‹expect› ok').message).toBe(
      'there is no operation above, of which this is expected',
    );
    expect(mistake('app@cpu0: exit ‹during› call').message).toBe(
      'there is no operation above, in which this could happen',
    );
  });

  it('says what a line can begin with', () => {
    expect(mistake(`${head}‹)›`).message).toBe(
      'a line begins with an agent and a colon, or with a word such as note; not with ‘)’',
    );
  });
});

describe('formatDiagnostic', () => {
  it('puts the place first and the best advice last', () => {
    const shown = (text: string) => parseScenario(text).diagnostics.map(formatDiagnostic);
    expect(shown('\n  bufer x')).toEqual([
      '2:3: error: a line begins with an agent and a colon, or with a word such as note; not with ‘bufer’; did you mean ‘buffer’?',
    ]);
    expect(shown('cpu0: x')).toEqual([
      '1:7: error: ‘x’ is no operation of a CPU (cpu0); expected evict, prefetch, drain',
    ]);
  });
});
