/** Links with what packs their texts: all of `linkFormat.ts` and `readLink.ts`, for whoever has no bytes to spare. */
import { encodeLinkWith, type DecodedLink, type LinkState } from './linkFormat.ts';
import { packer } from './pack.ts';
import { decodeLinkWith } from './readLink.ts';

/** Reads a fragment, with or without its `#`. Never throws. */
export function decodeLink(fragment: string): DecodedLink {
  return decodeLinkWith(packer, fragment);
}

/** The fragment, without `#`: the same for the same state, whatever order its keys had. */
export function encodeLink(link: LinkState): string {
  return encodeLinkWith(packer, link);
}
