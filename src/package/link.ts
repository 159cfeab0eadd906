/**
 * Links to bufscope as a library: writes and reads the URL fragment that reproduces a picture. It is pure: no page,
 * nothing of Node, no network. Nothing here throws, and nothing of a link is ever executed. docs/links.md has the
 * grammar, which stays: a link that one version writes opens the same picture in every later one.
 *
 * A link is the address of `index.html` (the workbench) or `embed.html` (a figure in a frame), `#`, and the fragment.
 *
 * ```js
 * import { decodeLink, encodeLink } from 'bufscope/link';
 *
 * const fragment = encodeLink({
 *   source: { kind: 'script', text: 'title T\nbuffer b pages=1\napp@cpu0: fd = export b' },
 *   at: { operation: 1, micro: null },
 *   pause: [{ at: { operation: 1, micro: null }, seconds: null }],
 * });
 * const { link, problems } = decodeLink(fragment);
 * ```
 *
 * Points of a run count operations from 1; 0 is before the first. Offsets in a selection or a breakpoint are bytes,
 * `seconds` are seconds, `speed` is a factor. Limits: a link is read up to `linkLengthLimit` characters, a packed text
 * unpacks to `unpackedLimit` bytes at most.
 *
 * @module
 */
export { decodeLink, encodeLink } from '../history/link.ts';
export { emptyLink, linkVersion } from '../history/linkFormat.ts';
export { linkLengthLimit } from '../history/readLink.ts';
export { packText, unpackedLimit, unpackText } from '../history/pack.ts';
export { parseCursor, printCursor } from '../history/cursor.ts';

export type {
  CacheLayout,
  DecodedLink,
  LinkControls,
  LinkLanguage,
  LinkPause,
  LinkProblem,
  LinkSource,
  LinkState,
  LinkTheme,
} from '../history/linkFormat.ts';
export type { Unpacked } from '../history/pack.ts';
export type { Cursor } from '../history/cursor.ts';
