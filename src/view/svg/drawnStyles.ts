/** The views' own style sheets, as the pictures that leave the page read them; and the themes. */
import lanes from '../lanes/lanes.css?raw';
import machine from '../machine/machine.css?raw';
import room from '../room/room.css?raw';
import roomExtras from '../room/roomExtras.css?raw';
import theme from '../theme.css?raw';
import {
  declarationsFor,
  parseStyleSheet,
  type Declaration,
  type Styled,
  type StyleSheet,
} from './styleSheet.ts';
import { resolveValue, type Scheme, type Variables } from './styleValue.ts';

export const pictureThemes = ['light', 'dark', 'contrast'] as const;
export type PictureTheme = (typeof pictureThemes)[number];

export function isPictureTheme(text: string): text is PictureTheme {
  return pictureThemes.some((each) => each === text);
}

/** A theme as the views' rules see it: the root element that bears its name. */
export interface Theme {
  readonly sheet: StyleSheet;
  readonly scheme: Scheme;
  readonly root: Styled;
  readonly variables: Variables;
}

const nothing: ReadonlySet<string> = new Set();
const themes = new Map<PictureTheme, Theme>();

/** A theme by its name. */
export function pictureTheme(name: PictureTheme): Theme {
  const known = themes.get(name);
  if (known) return known;
  const sheet = parseStyleSheet([theme, room, roomExtras, lanes, machine]);
  const root: Styled = {
    tag: 'html',
    classes: nothing,
    attribute: (attribute) => (attribute === 'data-theme' ? name : null),
    parent: null,
  };
  const said = declarationsFor(sheet, root);
  const scheme = said.findLast(([property]) => property === 'color-scheme')?.[1] ?? '';
  const made: Theme = {
    sheet,
    scheme: scheme.startsWith('dark') ? 'dark' : 'light',
    root,
    variables: withVariables(new Map(), said),
  };
  themes.set(name, made);
  return made;
}

/** Variables inside an element of which `said` is said. */
export function withVariables(outer: Variables, said: readonly Declaration[]): Variables {
  const own = said.filter(([property]) => property.startsWith('--'));
  return own.length === 0 ? outer : new Map([...outer, ...own]);
}

/** A colour or font of the theme, such as `--bg`. */
export function themeValue({ variables, scheme }: Theme, name: string): string {
  return resolveValue(`var(${name})`, variables, scheme);
}

/** The colour behind a figure. */
export function themeGround(name: PictureTheme): string {
  return themeValue(pictureTheme(name), '--bg');
}
