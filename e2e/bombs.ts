/** Links that would keep a page busy, or fill its memory, were it not for the limits of docs/security.md. */
import { packText, unpackedLimit } from '../src/history/pack.ts';

/** A link that asks for more than there may be, and words of what is said about it. */
interface Bomb {
  readonly name: string;
  readonly link: string;
  readonly says: string;
}

export const bombs: readonly Bomb[] = [
  {
    name: 'a packed script that unpacks to much more',
    link: `z=${packText(`#${' '.repeat(300 * unpackedLimit)}`)}`,
    says: 'holds more than 256 KiB',
  },
  {
    name: 'forks in forks without end',
    link: `scenario=missed-clean&fork=${encodeURIComponent('@1\n'.repeat(50_000))}`,
    says: 'more than 100 forks',
  },
  {
    name: 'a script of a million operations',
    link: `z=${packText('cpu0:drain\n'.repeat(23_000))}`,
    says: 'mistake',
  },
  { name: 'half a million characters', link: 'x'.repeat(600_000), says: 'too long' },
];
