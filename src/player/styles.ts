/**
 * The styles of a player, for its shadow tree. They are adopted as a sheet, so a policy that allows no inline
 * styles holds; all players of a page share it.
 */
import room from '../view/room/room.css?inline';
import roomExtras from '../view/room/roomExtras.css?inline';
import theme from '../view/theme.css?inline';
import controls from './controls.css?inline';
import goOn from './goOn.css?inline';
import player from './player.css?inline';
import transport from './transport.css?inline';

const pixelsPerRem = 16;

/** Sizes of type do not depend on the page around, whose root may have any. */
function inPixels(css: string): string {
  return css.replace(/([\d.]+)rem\b/g, (_, size: string) => `${Number(size) * pixelsPerRem}px`);
}

/** The root of a shadow tree is its host. */
function inShadow(css: string): string {
  return inPixels(css).replaceAll(':root', ':host');
}

const made = new Map<string, CSSStyleSheet>();

function sheetOf(css: string): CSSStyleSheet {
  const known = made.get(css);
  if (known) return known;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  made.set(css, sheet);
  return sheet;
}

const base = [theme, controls, transport, goOn, room, roomExtras, player].map(inShadow).join('\n');

/** Gives a shadow tree the styles of a player. */
export function adoptStyles(root: ShadowRoot): void {
  root.adoptedStyleSheets = [sheetOf(base)];
}

/** Adds the styles of a part that came later. */
export function addStyles(root: Node, css: string): void {
  const sheet = sheetOf(inShadow(css));
  if (root instanceof ShadowRoot && !root.adoptedStyleSheets.includes(sheet))
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}
