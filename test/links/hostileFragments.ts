/**
 * Fragments that nobody wrote by hand: random ones, good ones that were damaged, and such as somebody might try who
 * means harm. The same for the same seed, in Node and in a page, so it draws its own numbers.
 */
import { deflateSync } from 'fflate';
import { encodeBase64url } from '../../src/history/base64url.ts';
import { packText } from '../../src/history/pack.ts';
import { encodePercent } from '../../src/history/percent.ts';

/** Draws numbers: `next(6)` is 0 to 5. Mulberry32. */
interface Dice {
  readonly next: (sides: number) => number;
  readonly pick: <T>(of: readonly T[]) => T;
}

/** Throws for an empty list: there is nothing to pick. */
function createDice(seed: number): Dice {
  let state = seed >>> 0;
  const next = (sides: number): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * sides);
  };
  return {
    next,
    pick(of) {
      const [found] = of.slice(next(of.length));
      if (found === undefined) throw new Error('nothing to pick from');
      return found;
    },
  };
}

const keys = [
  'scenario',
  'script',
  'z',
  'platform',
  'dma-debug',
  'at',
  'fork',
  'view',
  'select',
  'theme',
  'speed',
  'caches',
  'from',
  'to',
  'loop',
  'pause',
  'break',
  'compare',
  'controls',
  'readonly',
  'lang',
  'lecture',
  'v',
  '__proto__',
  'constructor',
  'toString',
  '',
  'Scenario',
  'at ',
];

const markup = [
  '<b id=injected>x</b>',
  '<img src=x onerror=alert(1)>',
  '"><svg onload=alert(1)>',
  "'--><script>alert(1)</script>",
  'javascript:alert(1)',
  '{{7*7}}${7*7}',
  '</style><style>*{display:none}',
  '<iframe srcdoc="<b>x</b>">',
];

const odd = [
  '',
  '%',
  '%%%',
  '%00',
  '%C0%80',
  '%ED%A0%80',
  '%F4%90%80%80',
  '%E2%80%AEdnuora',
  '\u0000',
  '\ud800',
  '9'.repeat(400),
  '-1',
  '0x10',
  '1e9',
  'NaN',
  'Infinity',
  '9999999.9999999',
  '0.0',
  '99999999',
  'null',
  'undefined',
  '__proto__',
  'a'.repeat(5000),
  '&&&&',
  '=',
  '#',
];

const lines = [
  'title T',
  'platform arm64',
  'platform x86 cpus=99999 page=0 line=3',
  'platform arm64 cpus=8 sets=1 ways=1',
  'buffer b pages=1',
  'buffer b pages=99999999 exporter=gem',
  'buffer <b>x</b> pages=1',
  'device gpu importer=cached dma-bits=1',
  'app@cpu0: fd = export b',
  'app@cpu0: p = mmap fd',
  'app@cpu99: write p+0 64 A',
  'app@cpu0: write p+18446744073709551615 4294967296 A',
  'gpu: import fd',
  'gpu: map b TO_DEVICE',
  'gpu: dma read b+0 999999999',
  'app@cpu0: write p+0 64 <img src=x onerror=alert(1)>',
  'note <script>alert(1)</script>',
  'title <b id=injected>x</b>',
  'app@cpu0: read p+0 64 during during during',
  '@3.1 <b>name</b>',
  '... from 1',
  '🦆'.repeat(50),
];

const forkLines = [
  '@5 <b id=injected>fork</b>',
  '@0',
  '@9999999.9999999 far',
  '@4.2 inside',
  '@-1',
  'gpu: unmap frame',
  'app@cpu0: read p+0 64',
  'app@cpu0: write p+0 64 Z during ipi.send',
  '... from 6',
  '... from 1',
  '<img src=x onerror=alert(1)>',
];

const text = (dice: Dice, of: readonly string[], most: number): string =>
  Array.from({ length: 1 + dice.next(most) }, () => dice.pick(of)).join('\n');

const random = (dice: Dice): string =>
  Array.from({ length: dice.next(120) }, () =>
    dice.next(4) === 0
      ? dice.pick(['&', '=', '%', '#', '+', ';', ',', '.', '~', '@'])
      : String.fromCharCode(dice.next(dice.next(3) === 0 ? 0x10000 : 0x7f)),
  ).join('');

/** A packed text that unpacks to so many zeros. */
export function packedZeros(count: number): string {
  return encodeBase64url(Uint8Array.from([0, 0, ...deflateSync(new Uint8Array(count))]));
}

const bomb = packedZeros(8_000_000);

function value(dice: Dice): string {
  switch (dice.next(8)) {
    case 0:
      return dice.pick(odd);
    case 1:
      return encodePercent(dice.pick(markup));
    case 2:
      return dice.pick(markup);
    case 3:
      return encodePercent(text(dice, lines, 30));
    case 4:
      return packText(text(dice, lines, 30));
    case 5:
      return `~${packText(text(dice, forkLines, 12))}`;
    case 6:
      return encodePercent(text(dice, forkLines, 12));
    default:
      return `${dice.next(40)}.${dice.next(9)}`;
  }
}

function hostile(dice: Dice): string {
  if (dice.next(60) === 0) return `${dice.pick(['z=', 'fork=~'])}${bomb}`;
  return Array.from({ length: 1 + dice.next(8) }, () => `${dice.pick(keys)}=${value(dice)}`).join(
    '&',
  );
}

/** A good fragment with some of it lost, doubled, mixed up or mistyped. */
function damaged(dice: Dice, good: readonly string[]): string {
  let fragment = dice.pick(good);
  for (let i = dice.next(4); i >= 0; i--) {
    const at = dice.next(fragment.length + 1);
    const end = at + dice.next(12);
    const middle = dice.pick([
      '',
      fragment.slice(at, end).repeat(2),
      String(dice.next(10 ** dice.next(9))),
      dice.pick(odd),
      dice.pick(markup),
      String.fromCharCode(dice.next(0x250)),
    ]);
    fragment = fragment.slice(0, at) + middle + fragment.slice(end);
  }
  return dice.next(5) === 0
    ? fragment
        .split('&')
        .toSorted(() => dice.next(3) - 1)
        .join('&')
    : fragment;
}

/** `count` fragments; `good` are ones that mean something. */
export function hostileFragments(
  seed: number,
  count: number,
  good: readonly string[],
): readonly string[] {
  const dice = createDice(seed);
  return Array.from({ length: count }, (_, i) =>
    i % 4 === 0 ? random(dice) : i % 2 === 0 ? hostile(dice) : damaged(dice, good),
  );
}
