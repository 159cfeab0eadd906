/** What the command palette lists: the commands, and the values that a command's parameter is known to take. */
import { platforms } from '../model/platforms/platforms.ts';
import { builtIns } from './builtIns.atBuild.ts';
import { comparisonChoices } from './comparisonChoices.ts';
import { commands } from './commands.ts';
import type { Command } from './commandTypes.ts';
import { keyWords } from './keyNames.ts';
import { panelIds, speeds, type SessionState } from './sessionState.ts';

export interface PaletteChoice {
  /** Id of a command, or the value of a parameter. */
  readonly value: string;
  /** For people. */
  readonly name: string;
  /** Keys of a command, as they are written for people. */
  readonly keys: readonly string[];
}

/** Every command but the palette's own, in the order of the help sheet. */
export const commandChoices: readonly PaletteChoice[] = commands
  .filter(({ id }) => id !== 'palette')
  .map(({ id, name, keys }) => ({ value: id, name, keys: keys.map(keyWords) }));

/** The values that a parameter is known to take; none where it takes any text. */
export function valueChoices(parameter: string, state: SessionState): readonly PaletteChoice[] {
  switch (parameter) {
    case 'platform':
      return platforms.map(({ id }) => choice(id));
    case 'scenario':
      return builtIns.map(({ id, scenario }) => choice(id, scenario.title));
    case 'fork':
      return state.tree.branches.map(({ id, name }) => choice(id, name));
    case 'theme':
      return ['auto', 'light', 'dark', 'contrast'].map((theme) => choice(theme));
    case 'speed':
      return speeds.map((speed) => choice(String(speed), `${speed}×`));
    case 'run':
      return comparisonChoices(state).flatMap(({ title, choices }) =>
        choices.map(({ text, title: name }) => choice(text, `${title}: ${name}`)),
      );
    case 'panel':
      return panelIds.map((panel) => choice(panel));
    default:
      return [];
  }
}

function choice(value: string, name = value): PaletteChoice {
  return { value, name, keys: [] };
}

/** Those that have all the words in their name, id or keys; what begins with the text comes first. */
export function filterChoices(
  choices: readonly PaletteChoice[],
  text: string,
): readonly PaletteChoice[] {
  const wanted = text.trim().toLowerCase();
  const words = wanted.split(/\s+/);
  const isFirst = ({ name, value }: PaletteChoice) =>
    name.toLowerCase().startsWith(wanted) || value.startsWith(wanted);
  const matching = choices.filter(({ name, value, keys }) => {
    const searched = [name, value, ...keys].join(' ').toLowerCase();
    return words.every((word) => searched.includes(word));
  });
  return [...matching.filter(isFirst), ...matching.filter((each) => !isFirst(each))];
}

/** The parameters that a command has to be given. */
export function askedParameters({ parameters }: Command) {
  return parameters.filter(({ optional }) => optional !== true);
}
