/**
 * What every word of the language means, and who says so, put together from the tables that the parser
 * reads: forms, settings, words, rules. Only the few words that stand in no table are explained here.
 */
import { platforms } from '../model/platforms/platforms.ts';
import type { ViolationClass } from '../model/violations/rule.ts';
import { bufferSettings } from './bufferSettings.ts';
import { costWords } from './costWords.ts';
import { deviceSettings } from './deviceSettings.ts';
import { formLabel, type OperationForm, type Part, partLabel, type Speaker } from './form.ts';
import { platformSettings } from './platformSettings.ts';
import type { Setting } from './setting.ts';
import {
  directions,
  errnos,
  isWord,
  microEventKinds,
  ruleIds,
  signals,
  violationClasses,
} from './words.ts';

/** An explanation of a word where it stands. */
export interface WordDoc {
  /** The word, or the form of its line. */
  readonly title: string;
  /** What it is, in a word or three: `operation`, `error`. */
  readonly kind: string;
  /** What it means; one or two sentences. */
  readonly text: string;
  /** Kernel file and function, manual or document that says so; empty where none is needed. */
  readonly source: string;
}

/** What documentation needs of a setting, whatever it sets. */
export type SettingDoc = Pick<
  Setting<never>,
  'word' | 'label' | 'doc' | 'choices' | 'meanings' | 'default'
>;

/** The settings of each word that takes some. */
export const settingsOf: Readonly<Record<string, readonly SettingDoc[]>> = {
  platform: platformSettings,
  buffer: bufferSettings,
  device: deviceSettings,
};

const sentence = (text: string): string =>
  text === ''
    ? ''
    : `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.?!]$/.test(text) ? '' : '.'}`;

/** Words with which a line begins, or a part of it; as docs/script.md has them. */
const ownWords: Readonly<Record<string, string>> = {
  title: 'Name of the scenario.',
  summary: 'A paragraph for the reader; may be repeated, the lines are joined.',
  source: 'Where the scenario comes from; may be repeated.',
  note: 'Shown when the reader reaches the operation below it; may be repeated.',
  platform: 'The platform that the scenario opens on; its settings hold on every platform.',
  buffer: 'A buffer that an exporter owns.',
  device: 'A device with its driver.',
  expect: 'What must come of the operation, so that the scenario is its own test.',
  during:
    'The operation happens inside the one above: after a micro-event of this kind, #2 after the second.',
  on: 'Platforms that the expectation is limited to, with commas between.',
};

/** What a line of the word looks like. */
const ownForms: Readonly<Record<string, string>> = {
  title: 'title TEXT',
  summary: 'summary TEXT',
  source: 'source TEXT',
  note: 'note TEXT',
  platform: 'platform ID SETTING=VALUE …',
  buffer: 'buffer NAME SETTING=VALUE …',
  device: 'device NAME SETTING=VALUE …',
  expect: 'expect WHAT [on ID,ID…]',
  during: 'during KIND[#NUMBER]',
  on: 'on ID,ID…',
};

/** A word of the language’s own: a declaration, `note`, `expect`, `during`, `on`; null for others. */
export function docOfOwnWord(word: string): WordDoc | null {
  const text = Object.hasOwn(ownWords, word) ? ownWords[word] : undefined;
  return text === undefined
    ? null
    : { title: ownForms[word] ?? word, kind: 'line', text, source: '' };
}

/** The operation that a form writes. */
export function docOfForm(form: OperationForm): WordDoc {
  return { title: formLabel(form), kind: 'operation', text: form.doc, source: form.source };
}

const speakerDocs: Readonly<Record<Speaker, string>> = {
  thread: 'A thread of a process on a CPU; processes are not declared.',
  kernel: 'Kernel code on a CPU, which works through the linear map.',
  device: 'A device, or its driver, whose code runs on CPU 0 unless @ says otherwise.',
  cpu: 'The hardware of a CPU acting on its own: evictions, prefetches, write buffers.',
  iommu: 'The IOMMU acting on its own.',
};

/** Who speaks in a line. */
export function docOfAgent(agent: string, speaker: Speaker): WordDoc {
  return { title: `${agent}:`, kind: 'agent', text: speakerDocs[speaker], source: '' };
}

export function docOfPlatform(id: string): WordDoc | null {
  const platform = platforms.find((known) => known.id === id);
  return platform
    ? { title: platform.title, kind: 'platform', text: platform.summary, source: '' }
    : null;
}

export function docOfSetting(of: string, word: string): WordDoc | null {
  const setting = settingsOf[of]?.find((known) => known.word === word);
  if (!setting) return null;
  const text = `${sentence(setting.doc)} Default: ${setting.default}.`;
  return { title: `${word}=${setting.label}`, kind: `setting of ${of}`, text, source: '' };
}

/** What follows the `=` of a setting. */
export function docOfSettingValue(of: string, word: string, value: string): WordDoc | null {
  const setting = settingsOf[of]?.find((known) => known.word === word);
  const { meanings = {} } = setting ?? {};
  if (!setting?.choices.includes(value)) return docOfSetting(of, word);
  const meaning = isWord(meanings, value) ? meanings[value] : undefined;
  const about = `${word}= says ${setting.doc}.`;
  const text = meaning === undefined ? sentence(about) : `${sentence(meaning)} (${about})`;
  return { title: `${word}=${value}`, kind: `setting of ${of}`, text, source: '' };
}

export function docOfDirection(word: string): WordDoc | null {
  if (!isWord(directions, word)) return null;
  const source = 'Documentation/core-api/dma-api.rst, DMA directions';
  return { title: word, kind: 'direction', text: sentence(directions[word]), source };
}

export function docOfKind(text: string): WordDoc | null {
  const [kind = ''] = text.split('#');
  if (!isWord(microEventKinds, kind)) return null;
  return { title: kind, kind: 'micro-event', text: sentence(microEventKinds[kind]), source: '' };
}

/** Expectations that are no names of the model; as docs/script.md has them. */
const outcomes: Readonly<Record<string, string>> = {
  ok: 'The operation succeeded.',
  fault: 'It succeeded and took at least one page fault.',
  nofault: 'It succeeded and took no page fault.',
  blocked: 'The IOMMU blocked the device.',
  oops: 'The kernel oopsed.',
  stale: 'What was read is older than the newest write: short for stale-read.',
  luck: 'It broke rules, and none of that did harm in the whole run.',
  harm: 'Something it did wrong did harm in the run, or is harm itself.',
  none: 'It broke no rule and had no effect.',
  returns: 'The call returned this number: a size, flags, what poll found ready.',
};

/** What can follow `expect`; null for values and for words that cannot. */
export function docOfExpectation(word: string): WordDoc | null {
  const plain = Object.hasOwn(outcomes, word) ? outcomes[word] : undefined;
  if (plain !== undefined) return { title: word, kind: 'expectation', text: plain, source: '' };
  if (isWord(costWords, word)) {
    const text = `By the end of the line the run has cost so many ${costWords[word].unit}.`;
    return { title: `${word}=NUMBER`, kind: 'cost', text, source: '' };
  }
  if (isWord(errnos, word))
    return { title: word, kind: 'error', text: sentence(errnos[word]), source: 'errno(3)' };
  if (isWord(signals, word))
    return { title: word, kind: 'signal', text: sentence(signals[word]), source: 'signal(7)' };
  if (isWord(ruleIds, word)) {
    const { title, text, source } = ruleIds[word];
    return { title: `${word}: ${title}`, kind: 'rule', text, source };
  }
  return isWord(violationClasses, word) ? docOfClass(word) : null;
}

function docOfClass(word: ViolationClass): WordDoc {
  return {
    title: word,
    kind: 'class of rules',
    text: sentence(violationClasses[word]),
    source: '',
  };
}

/** Words that a part of an operation is written with, as they stand in a line: `READ`, `flags=`. */
export function literalsOf(part: Part): readonly string[] {
  switch (part.part) {
    case 'choice':
      return part.words;
    case 'flags':
      return [...(part.word === undefined ? [] : [`${part.word}=`]), ...Object.keys(part.bits)];
    case 'integer':
      return part.word === undefined ? [] : [`${part.word}=`];
    case 'setting':
      return [`${part.word}=`];
    case 'word':
      return [part.word];
    case 'switch':
      return part.off === null ? [part.on] : [part.on, part.off];
    case 'direction':
      return Object.keys(directions);
    case 'sync':
      return ['START', 'END', 'READ', 'WRITE', 'flags='];
    case 'name':
    case 'place':
    case 'number':
    case 'value':
    case 'text':
    case 'ranges':
      return [];
  }
}

/** A word of an operation that is neither its verb nor a name: a flag, a direction, `from`. */
export function docOfLiteral(form: OperationForm, word: string): WordDoc | null {
  const direction = docOfDirection(word);
  if (direction) return direction;
  const part = form.parts.find((known) => {
    const literals = literalsOf(known);
    return literals.includes(word) || literals.includes(`${word}=`);
  });
  if (!part) return null;
  return {
    title: word,
    kind: `${partLabel(part).replaceAll(/[[\]]/g, '')} of ${form.verb}`,
    text: form.doc,
    source: form.source,
  };
}
