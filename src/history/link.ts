/**
 * Links with what packs their texts: all of `linkFormat.ts` and `readLink.ts`, for whoever has no bytes to spare. It
 * is what other programs get as `bufscope/link`.
 */
import { emptyLink, encodeLinkWith, type DecodedLink, type LinkState } from './linkFormat.ts';
import { packer } from './pack.ts';
import { decodeLinkWith } from './readLink.ts';

/**
 * Reads a fragment, with or without its `#`; a whole address has to be cut at its `#` before. Never throws: what
 * cannot be read is in `problems`, in words for people, and says nothing in `link`. Whether there is such a scenario,
 * platform or step is not its matter: who opens the link sees that.
 */
export function decodeLink(fragment: string): DecodedLink {
  return decodeLinkWith(packer, fragment);
}

/**
 * The fragment, without `#`: the same for the same state, whatever order its keys had. What is left out, null or
 * undefined says nothing. Texts are packed where that is shorter. It takes values as they are and never throws; one
 * that the format does not allow (a speed of 1000) is named by `decodeLink` when it is read back.
 */
export function encodeLink(link: Partial<LinkState>): string {
  const said = Object.entries(link).filter(([, value]) => value !== undefined && value !== null);
  return encodeLinkWith(packer, { ...emptyLink, ...Object.fromEntries(said) });
}
