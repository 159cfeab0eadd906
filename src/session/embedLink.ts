/** What an embedded figure shows, as a link: what the workbench shows now, with what was chosen for the figure. */
import type { LinkControls, LinkState, LinkTheme } from '../history/linkFormat.ts';

/** What a figure on another page is to be like. */
export interface EmbedChoices {
  /** Where it opens: at the step that is shown now, or before the first. */
  readonly start: 'here' | 'beginning';
  readonly view: EmbedView;
  readonly controls: LinkControls;
  readonly theme: LinkTheme;
  /** Whether it begins to play by itself. */
  readonly play: boolean;
  /** Whether it has the marked part of the run alone. */
  readonly marked: boolean;
  /** Whether its reader goes through time and changes nothing. */
  readonly readonly: boolean;
}

export const embedViews = ['room', 'lanes', 'room,lanes'] as const;
export type EmbedView = (typeof embedViews)[number];

export const usualChoices: EmbedChoices = {
  start: 'here',
  view: 'room',
  controls: 'bar',
  theme: 'auto',
  play: false,
  marked: true,
  readonly: false,
};

/**
 * The link of a figure. `shown` is the workbench's own; `ownPlatform` that of the scenario, which a link need not
 * name. What a player has no place for is left out: the run beside this one, breakpoints, the lecture.
 */
export function embedLink(shown: LinkState, ownPlatform: string, choices: EmbedChoices): LinkState {
  const { start, view, controls, theme, play, marked, readonly } = choices;
  return {
    ...shown,
    platform: shown.platform === ownPlatform ? null : shown.platform,
    at: start === 'here' ? shown.at : null,
    view: view === 'room' ? null : view.split(','),
    theme: theme === 'auto' ? null : theme,
    from: marked ? shown.from : null,
    to: marked ? shown.to : null,
    loop: marked && shown.loop,
    controls: controls === 'bar' ? null : controls,
    readonly,
    play,
    break: null,
    compare: null,
    lecture: false,
  };
}
