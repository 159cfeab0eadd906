import { deflateSync } from 'fflate';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeBase64url } from './base64url.ts';
import { printCursor } from './cursor.ts';
import { linkDictionary } from './dictionary.ts';
import { decodeLink, encodeLink } from './link.ts';
import { emptyLink, type LinkState } from './linkFormat.ts';
import { packText, unpackedLimit, unpackText } from './pack.ts';
import { encodeUtf8, toWellFormed } from './utf8.ts';

const word = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,20}$/);
const text = fc
  .oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc
      .array(fc.constantFrom(...linkDictionary.split('\n')), { maxLength: 30 })
      .map((l) => l.join('\n')),
  )
  .map(toWellFormed);
const point = fc.record({
  operation: fc.integer({ min: 1, max: 99_999 }),
  micro: fc.option(fc.integer({ min: 1, max: 99_999 })),
});
const links: fc.Arbitrary<LinkState> = fc.record({
  source: fc.option(
    fc.oneof(
      word.map((id) => ({ kind: 'scenario', id }) as const),
      text.map((script) => ({ kind: 'script', text: script }) as const),
    ),
  ),
  platform: fc.option(word),
  dmaDebug: fc.option(fc.boolean()),
  at: fc.option(point),
  fork: fc.option(text.map((lines) => `@1 ${lines}`)),
  view: fc.option(fc.uniqueArray(word, { maxLength: 6 })),
  select: fc.option(fc.string({ minLength: 1, maxLength: 50 }).map(toWellFormed)),
  theme: fc.option(fc.constantFrom('auto', 'light', 'dark', 'contrast')),
  speed: fc.option(fc.integer({ min: 1, max: 10_000 }).map((percent) => percent / 100)),
  caches: fc.option(fc.constantFrom('lines', 'sets')),
  from: fc.option(point),
  to: fc.option(point),
  loop: fc.boolean(),
  pause: fc.option(
    fc.uniqueArray(
      fc.record({
        at: point,
        seconds: fc.option(fc.integer({ min: 10, max: 60_000 }).map((n) => n / 100)),
      }),
      { minLength: 1, maxLength: 20, selector: ({ at }) => printCursor(at) },
    ),
  ),
  break: fc.option(fc.string({ minLength: 1, maxLength: 50 }).map(toWellFormed)),
  compare: fc.option(fc.string({ minLength: 1, maxLength: 50 }).map(toWellFormed)),
  controls: fc.option(fc.constantFrom('bar', 'none')),
  readonly: fc.boolean(),
  lang: fc.option(fc.constant('en')),
  lecture: fc.boolean(),
  play: fc.boolean(),
});

const messages = (fragment: string) =>
  decodeLink(fragment).problems.map(({ key, message }) => `${key} ${message}`);

describe('a link', () => {
  it('is read back as it was written', () => {
    fc.assert(
      fc.property(links, (link) => {
        expect(decodeLink(`#${encodeLink(link)}`)).toEqual({ link, problems: [] });
      }),
      { numRuns: 500 },
    );
  });

  it('is the same whatever order its keys had', () => {
    fc.assert(
      fc.property(links, fc.array(fc.nat(), { minLength: 12, maxLength: 12 }), (link, order) => {
        const pairs = encodeLink(link).split('&');
        const mixed = pairs
          .map((pair, i) => ({ pair, rank: order[i] ?? 0 }))
          .sort((a, b) => a.rank - b.rank)
          .map(({ pair }) => pair)
          .join('&');
        expect(encodeLink(decodeLink(mixed).link)).toBe(encodeLink(link));
      }),
    );
  });

  it('may be written by hand', () => {
    const hand = '#scenario=shootdown&platform=arm64&at=12.3&view=room,lanes&play=1&speed=2';
    expect(decodeLink(hand)).toEqual({
      link: {
        ...emptyLink,
        source: { kind: 'scenario', id: 'shootdown' },
        platform: 'arm64',
        at: { operation: 12, micro: 3 },
        view: ['room', 'lanes'],
        play: true,
        speed: 2,
      },
      problems: [],
    });
  });

  it('says only what a program gives it', () => {
    const at = { operation: 12, micro: 3 };
    expect(encodeLink({})).toBe('v=1');
    expect(encodeLink({ at, loop: true, speed: 1.256 })).toBe('at=12.3&speed=1.26&loop=1&v=1');
    // As from a program without types.
    const holes: object = { at: undefined, dmaDebug: undefined, view: null, speed: undefined };
    expect(encodeLink(holes)).toBe('v=1');
    expect(decodeLink(encodeLink({ speed: 1000 })).problems.map(({ key }) => key)).toEqual([
      'speed',
    ]);
  });

  it('may be empty', () => {
    for (const fragment of ['', '#', '&', 'v=1']) {
      expect(decodeLink(fragment)).toEqual({ link: emptyLink, problems: [] });
    }
  });

  it('carries a short script as it is and a long one packed', () => {
    const link = (script: string) =>
      encodeLink({ ...emptyLink, source: { kind: 'script', text: script } });
    expect(link('hello')).toBe('script=hello&v=1');
    expect(link('title a script with more words and a line\napp@cpu0: read p+0 64\n')).toMatch(
      /^z=/,
    );
  });
});

describe('a link of format 1', () => {
  it('is read for ever', () => {
    const shared =
      'z=6u6DtFFAwD8nBdScyEa0TVDaHLBUDQSEshlGwgYCUPJUwJ5ASU-hQJOUFQ6vhIQCGCBSKwA&platfo' +
      'rm=bounce&at=3.2&fork=~l0JzMFQA1pUocQrPaA5GeoY4EgNSGAKNASIXWMUDLPH1gMUTAA&view=r' +
      'oom,why&select=line:0:3&theme=dark&speed=0.5&play=1&v=1';
    expect(decodeLink(shared)).toEqual({
      link: {
        ...emptyLink,
        source: {
          kind: 'script',
          text: `title     Old link
platform  arm64 cpus=2
buffer    frame pages=2 exporter=gem mmap=shootdown
device    gpu   importer=map-per-dma

app@cpu0: fd = export frame
app@cpu0: p = mmap fd   # é
gpu:      import fd
`,
        },
        platform: 'bounce',
        dmaDebug: null,
        at: { operation: 3, micro: 2 },
        fork: '@1 later\napp@cpu0: close fd\n@2.1\ngpu: import fd\napp@cpu1: write p+64 64 D during ref.get',
        view: ['room', 'why'],
        select: 'line:0:3',
        theme: 'dark',
        speed: 0.5,
        play: true,
      },
      problems: [],
    });
  });
});

describe('a bad link', () => {
  it('never throws, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 300 }),
          fc
            .array(
              fc.tuple(
                fc.constantFrom('scenario', 'script', 'z', 'fork', 'at', 'view', 'v', 'speed', 'x'),
                fc.oneof(fc.string({ unit: 'binary' }), fc.base64String(), fc.constant('~AAAA')),
              ),
            )
            .map((pairs) => pairs.map(([key, value]) => `${key}=${value}`).join('&')),
        ),
        (fragment) => {
          const { link, problems } = decodeLink(fragment);
          expect(decodeLink(encodeLink(link)).link).toEqual(link);
          for (const problem of problems) expect(problem.value.length).toBeLessThanOrEqual(41);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('keeps what can be read and says what cannot', () => {
    const { link, problems } = decodeLink('#at=x&platform=arm64&theme=pink&speed=fast&play=yes');
    expect(link).toEqual({ ...emptyLink, platform: 'arm64' });
    expect(problems).toEqual([
      { key: 'at', value: 'x', message: 'is not a step such as 12 or 12.3' },
      { key: 'theme', value: 'pink', message: 'is not auto, light, dark or contrast' },
      { key: 'speed', value: 'fast', message: 'is not a number from 0.01 to 100' },
      { key: 'play', value: 'yes', message: 'is not 1 or 0' },
    ]);
  });

  it('keeps the pauses that it can read', () => {
    const at = (operation: number, micro: number | null = null) => ({ operation, micro });
    const { link, problems } = decodeLink('pause=3,7.2,9:4,0:0.1,12:600');
    expect(link.pause).toEqual([
      { at: at(3), seconds: null },
      { at: at(7, 2), seconds: null },
      { at: at(9), seconds: 4 },
      { at: at(0), seconds: 0.1 },
      { at: at(12), seconds: 600 },
    ]);
    expect(problems).toEqual([]);
    for (const bad of ['3,x', '3,', '3,3:2', '3,4:0', '3,4:601', '3,4:1.234', '3, 4', '3,-1']) {
      expect(decodeLink(`pause=${bad}`).link.pause, bad).toEqual([{ at: at(3), seconds: null }]);
      expect(messages(`pause=${bad}`), bad).toHaveLength(1);
    }
    expect(decodeLink('pause=').link.pause).toBeNull();
    const many = Array.from({ length: 101 }, (_, i) => i).join(',');
    expect(decodeLink(`pause=${many}`).link.pause).toHaveLength(100);
    expect(messages(`pause=${many}`)).toHaveLength(1);
  });

  it('says which controls and which language there are', () => {
    expect(decodeLink('controls=none&readonly=1&lang=en').link).toEqual({
      ...emptyLink,
      controls: 'none',
      readonly: true,
      lang: 'en',
    });
    expect(messages('lang=de')).toEqual(['lang is not here yet: there is en']);
    expect(messages('controls=all')).toEqual(['controls is not bar or none']);
  });

  it('names keys that are unknown, doubled or without a value', () => {
    expect(messages('constructor=1')).toEqual(['constructor is not a key that bufscope knows']);
    expect(messages('at')).toEqual(['at has no value']);
    expect(messages('at=1&at=2')).toEqual(['at is given twice: the first one counts']);
    expect(decodeLink('at=1&at=2').link.at).toEqual({ operation: 1, micro: null });
    expect(messages('scenario=a&script=title')).toEqual([
      'script comes beside another script: the first one counts',
    ]);
    expect(decodeLink('z=!&scenario=a').link.source).toEqual({ kind: 'scenario', id: 'a' });
  });

  it('reads what it can of a newer format', () => {
    const { link, problems } = decodeLink('#v=2&at=3&orbit=7');
    expect(link.at).toEqual({ operation: 3, micro: null });
    expect(problems.map(({ key }) => key)).toEqual(['v', 'orbit']);
    expect(problems[0]?.message).toContain('newer format');
    expect(messages('v=one')[0]).toContain('is not a format');
  });

  it('cuts long values and takes control characters out of what it shows', () => {
    const [problem] = decodeLink(`at=\u0007${'9'.repeat(500)}`).problems;
    expect(problem?.value).toBe(` ${'9'.repeat(39)}…`);
    const many = decodeLink('a&'.repeat(900));
    expect(many.problems).toHaveLength(20);
    expect(messages(`script=${'x'.repeat(600_000)}`)[0]).toContain('too long');
  });

  it('reports a packed text that is cut off or mistyped', () => {
    const packed = packText('title one\nsummary two three four five\napp@cpu3: read q+77 5\n');
    for (let length = 0; length < packed.length; length++) {
      expect(unpackText(packed.slice(0, length)).ok, `${length} characters`).toBe(false);
    }
    const mistyped = packed.replace(/.(?=.{9}$)/, (digit) => (digit === 'A' ? 'B' : 'A'));
    expect(unpackText(mistyped)).toEqual({ ok: false, message: 'is cut off or damaged' });
    expect(messages(`z=${packed.slice(0, 9)}&at=1`)).toHaveLength(1);
  });
});

describe('packed text', () => {
  it('is bounded, however much a bomb would unpack to', () => {
    const deflated = deflateSync(new Uint8Array(50_000_000), { level: 9 });
    const bomb = encodeBase64url(Uint8Array.from([0, 0, ...deflated]));
    expect(unpackText(bomb)).toEqual({ ok: false, message: 'holds more than 256 KiB' });
    expect(unpackText(packText('x'.repeat(unpackedLimit))).ok).toBe(true);
    expect(unpackText(packText('x'.repeat(unpackedLimit + 1))).ok).toBe(false);
  });

  it('reads what format 1 has always written', () => {
    expect(unpackText('t2DD6YZkILcoEaTJGGpmfllqUU5iJbB0VzA05wIA')).toEqual({
      ok: true,
      text: 'gpu: map frame TO_DEVICE\ncamera@cpu3: read overlay+64 17\n',
    });
  });

  it('refers back to a dictionary that never changes', () => {
    let hash = 0x811c9dc5;
    for (const byte of encodeUtf8(linkDictionary)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
    expect(hash.toString(16)).toBe('42474115');
  });
});
