/** Settings of declarations, `key=value`: how each is read, checked, printed and documented. */
import { isWord, type Words } from './words.ts';
import { parseNumber } from './values.ts';

/** A setting of declarations that become a `T`. */
export interface Setting<T> {
  /** Before the `=`. */
  readonly word: string;
  /** What may follow it, for documentation: `1..8`, `strict|lazy`. */
  readonly label: string;
  /** What it sets, a sentence without its end. */
  readonly doc: string;
  /** Words that may follow it; empty for numbers. */
  readonly choices: readonly string[];
  /** What these words mean, a sentence each without its end; absent where they explain themselves. */
  readonly meanings?: Readonly<Record<string, string>>;
  /** What is used where it is not written, for documentation. */
  readonly default: string;
  /** The part of a `T` that the text says, or in words why it is none. */
  read(text: string): Partial<T> | string;
  /** The text for an item; null where it is the default. */
  write(item: T): string | null;
}

interface NumberLimits {
  readonly least: number;
  readonly most: number;
  readonly powerOfTwo?: true;
}

interface Described {
  readonly word: string;
  readonly doc: string;
  readonly default: string;
  /** Whether it is printed even where it is the default, because a reader wants to know it. */
  readonly always?: true;
}

const isPowerOfTwo = (number: number): boolean => Number.isInteger(Math.log2(number));

/** A number within limits. `take` gives undefined where the item does not say. */
export function numberSetting<T>(
  described: Described,
  limits: NumberLimits,
  put: (number: number) => Partial<T>,
  take: (item: T) => number | undefined,
): Setting<T> {
  const kind = limits.powerOfTwo ? 'a power of two' : 'a number';
  const range = `${limits.least}..${limits.most}`;
  return {
    ...described,
    label: range,
    choices: [],
    read(text) {
      const number = parseNumber(text);
      const inside = number !== null && number >= limits.least && number <= limits.most;
      if (!inside || (limits.powerOfTwo && !isPowerOfTwo(number)))
        return `${described.word} must be ${kind} from ${limits.least} to ${limits.most}`;
      return put(number);
    },
    write: (item) => unlessDefault(described, take(item)),
  };
}

/** One of some words. */
export function choiceSetting<T, W extends string>(
  described: Described,
  words: Words<W>,
  put: (word: W) => Partial<T>,
  take: (item: T) => W | undefined,
): Setting<T> {
  const choices = Object.keys(words);
  return {
    ...described,
    label: choices.join('|'),
    choices,
    meanings: words,
    read: (text) => (isWord(words, text) ? put(text) : `${described.word} cannot be ‘${text}’`),
    write: (item) => unlessDefault(described, take(item)),
  };
}

/** `yes` or `no`. */
export function switchSetting<T>(
  described: Described,
  put: (on: boolean) => Partial<T>,
  take: (item: T) => boolean | null | undefined,
): Setting<T> {
  return {
    ...described,
    label: 'yes|no',
    choices: ['yes', 'no'],
    read: (text) =>
      text === 'yes' || text === 'no'
        ? put(text === 'yes')
        : `${described.word} is yes or no, not ‘${text}’`,
    write(item) {
      const on = take(item);
      return unlessDefault(described, on === undefined || on === null ? undefined : yesNo(on));
    },
  };
}

const yesNo = (on: boolean): string => (on ? 'yes' : 'no');

function unlessDefault(described: Described, value: string | number | undefined): string | null {
  if (value === undefined) return null;
  if (String(value) === described.default && !described.always) return null;
  return String(value);
}
