/** What comes of a violation on other platforms, in sentences. */
import type { Elsewhere } from './elsewhere.ts';

/** `isHarm`: whether it does harm here. */
export function elsewhereWords({ harm, luck, fine, refused }: Elsewhere, isHarm: boolean): string {
  const words: string[] = [];
  if (harm.length > 0) words.push(`It ${isHarm ? 'also ' : ''}goes wrong on ${listed(harm)}.`);
  if (luck.length > 0) words.push(`On ${listed(luck)} it is luck${isHarm ? '' : ' too'}.`);
  if (fine.length > 0) words.push(`It does not happen on ${listed(fine)}.`);
  for (const { title, errno, operation } of refused)
    words.push(`On ${title} it does not come to that: ${errno} at step ${operation}.`);
  return words.join(' ');
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
