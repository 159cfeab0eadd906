/** The command palette: what it lists, and what its filter finds. */
import { expect, it } from 'vitest';
import { commands } from './commands.ts';
import { keyName, keyWords } from './keyNames.ts';
import { commandChoices, filterChoices, valueChoices } from './paletteChoices.ts';
import { initialState } from './firstState.ts';

const press = (key: string, held: Partial<KeyboardEvent> = {}) =>
  keyName({
    ...{ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, isComposing: false },
    ...held,
  });

it('lists every command but its own', () => {
  expect(commandChoices.map(({ value }) => value)).toEqual(
    commands.map(({ id }) => id).filter((id) => id !== 'palette'),
  );
});

it('finds commands by words of their name, by id and by key', () => {
  const found = (text: string) => filterChoices(commandChoices, text).map(({ value }) => value);
  expect(found('change owner')).toEqual(['owner.next']);
  expect(found('violation.prev')).toEqual(['violation.previous']);
  expect(found('page down')).toEqual(['step.forward']);
  expect(found('no such thing')).toEqual([]);
  expect(found('')).toHaveLength(commandChoices.length);
});

it('puts what begins with the text first', () => {
  const [first] = filterChoices(commandChoices, 'to the');
  expect(first?.value).toBe('seek.start');
});

it('knows the values of what has few', () => {
  const state = initialState();
  expect(valueChoices('theme', state).map(({ value }) => value)).toEqual([
    'auto',
    'light',
    'dark',
    'contrast',
  ]);
  expect(valueChoices('fork', state).map(({ value }) => value)).toEqual(['script']);
  expect(valueChoices('text', state)).toEqual([]);
});

it('is called with Ctrl or Command and K, and leaves other keys of the browser alone', () => {
  expect(press('k', { ctrlKey: true })).toBe('Ctrl+k');
  expect(press('K', { metaKey: true })).toBe('Ctrl+k');
  expect(press('k', { ctrlKey: true, shiftKey: true })).toBeNull();
  expect(press('l', { ctrlKey: true })).toBeNull();
  expect(press('k')).toBe('k');
  expect(keyWords('Ctrl+k')).toBe('Ctrl K');
  expect(keyWords('Shift+ArrowRight')).toBe('Shift →');
});
