/**
 * What a form of an operation is made of. The forms themselves are data (`threadForms.ts`,
 * `driverForms.ts`, `hardwareForms.ts`); parser, printer, diagnostics and documentation read them.
 */
import type { Action, Direction, Location } from '../model/operation.ts';
import { directions, isWord } from './words.ts';

/** Who speaks: the first word of a line. `kernel` is the process of that name. */
export type Speaker = 'thread' | 'kernel' | 'device' | 'cpu' | 'iommu';

/** What a name stands for. */
export type NameKind =
  | 'buffer'
  | 'device'
  | 'process'
  /** A descriptor of a process. */
  | 'fd'
  /** A userspace mapping of a process. */
  | 'map'
  /** A mapping of dma_map_single. */
  | 'single'
  /** An allocation of dma_alloc_coherent. */
  | 'coherent'
  /** A mapping of dma_buf_vmap. */
  | 'vmap'
  /** A job that a driver has queued. */
  | 'job';

/** Where a byte may lie: the kinds of names before the `+`. */
export interface PlaceKind {
  readonly of: readonly NameKind[];
  /** Whether a bare offset is enough (the device's only mapping). */
  readonly bare: boolean;
  /** Whether `+0` is left out when printing. */
  readonly short: boolean;
}

/** Parts with words and numbers of their own; read by `readWide.ts`. */
export type WidePart =
  /** One of some words. */
  | {
      readonly part: 'choice';
      readonly key: string;
      readonly label: string;
      readonly words: readonly string[];
      /** Taken where it is not written; absent: it must be written. */
      readonly default?: string;
    }
  /** Bits by name, `READ|WRITE`, or as a number; written `word=…` where it has a word. */
  | {
      readonly part: 'flags';
      readonly key: string;
      readonly label: string;
      readonly bits: Readonly<Record<string, number>>;
      readonly word?: string;
      readonly default?: number | null;
    }
  /** A whole number of 64 bits, also a negative one; written `word=…` where it has a word. */
  | {
      readonly part: 'integer';
      readonly key: string;
      readonly label: string;
      readonly word?: string;
      readonly default?: number | null;
    }
  /** One word of the script’s own; absent: none. */
  | {
      readonly part: 'text';
      readonly key: string;
      readonly label: string;
      readonly default: string;
    }
  /** `m+0 4096 m+8192 4096`: ranges of something, as many as there are. */
  | { readonly part: 'ranges'; readonly key: string; readonly place: PlaceKind };

export type Part =
  | WidePart
  /** A name that must have been introduced. */
  | { readonly part: 'name'; readonly key: string; readonly of: readonly NameKind[] }
  | { readonly part: 'place'; readonly key: string; readonly place: PlaceKind }
  | {
      readonly part: 'number';
      readonly key: string;
      /** In capitals, for messages and documentation. */
      readonly label: string;
      readonly least: number;
      /** Taken where it is not written; absent: it must be written. */
      readonly default?: number | null;
      /** Whether it is printed even where it is the default. */
      readonly always?: true;
    }
  | { readonly part: 'value'; readonly key: string }
  | { readonly part: 'direction'; readonly key: string; readonly optional: boolean }
  /** `START|END READ|WRITE` or `flags=NUMBER`. */
  | { readonly part: 'sync'; readonly key: string }
  /** A word between arguments: `from`. */
  | { readonly part: 'word'; readonly word: string }
  /** `offset=NUMBER`, 0 where it is not written. */
  | {
      readonly part: 'setting';
      readonly key: string;
      readonly word: string;
      readonly label: string;
    }
  /** Words that say true or false; absent says null. */
  | {
      readonly part: 'switch';
      readonly key: string;
      readonly on: string;
      readonly off: string | null;
    };

/** One of the ranges of a part `ranges`. */
export interface ArgRange {
  readonly at: Location;
  readonly length: number;
}

export type ArgValue =
  | number
  | string
  | boolean
  | Location
  | { readonly ranges: readonly ArgRange[] }
  | null;

/** Arguments by the key of their part; the introduced name is under `name`. */
export type ArgValues = Readonly<Record<string, ArgValue>>;

export interface OperationForm {
  /** The words that it begins with, after the result: `mmap`, `dma read`. */
  readonly verb: string;
  readonly speakers: readonly Speaker[];
  /** What the name before `=` will stand for; null: it introduces none. */
  readonly introduces: NameKind | null;
  readonly parts: readonly Part[];
  /** What it does in the kernel, a sentence or two. */
  readonly doc: string;
  /** Kernel file, function or manual that says so. */
  readonly source: string;
  /** A line that is right, for the documentation and its test. */
  readonly example: string;
  /** What the agent does, with `{key}` for arguments: `writes {value} to {length} bytes at {at}`. */
  readonly tells: string;
  build(args: Args): Action;
  /** The arguments of an action that this form writes; null for other actions. */
  take(action: Action): ArgValues | null;
}

/** Arguments of a parsed line, read back with their types; what is absent reads as empty. */
export interface Args {
  name(key: string): string;
  number(key: string): number;
  numberOrNull(key: string): number | null;
  place(key: string): Location;
  direction(key: string): Direction;
  directionOrNull(key: string): Direction | null;
  flag(key: string): boolean;
  flagOrNull(key: string): boolean | null;
  ranges(key: string): readonly ArgRange[];
}

export function readArgs(values: ArgValues): Args {
  const get = (key: string): ArgValue => values[key] ?? null;
  const directionOrNull = (key: string): Direction | null => {
    const value = get(key);
    return typeof value === 'string' && isWord(directions, value) ? value : null;
  };
  const numberOrNull = (key: string): number | null => {
    const value = get(key);
    return typeof value === 'number' ? value : null;
  };
  const flagOrNull = (key: string): boolean | null => {
    const value = get(key);
    return typeof value === 'boolean' ? value : null;
  };
  return {
    name(key) {
      const value = get(key);
      return typeof value === 'string' ? value : '';
    },
    number: (key) => numberOrNull(key) ?? 0,
    numberOrNull,
    place(key) {
      const value = get(key);
      const isPlace = typeof value === 'object' && value !== null && 'base' in value;
      return isPlace ? value : { base: '', offset: 0 };
    },
    direction: (key) => directionOrNull(key) ?? 'BIDIRECTIONAL',
    directionOrNull,
    flag: (key) => flagOrNull(key) ?? false,
    flagOrNull,
    ranges(key) {
      const value = get(key);
      return typeof value === 'object' && value !== null && 'ranges' in value ? value.ranges : [];
    },
  };
}

/** How a part is written in documentation and messages: `BUFFER+OFFSET`, `[LENGTH]`. */
export function partLabel(part: Part): string {
  switch (part.part) {
    case 'name':
      return part.of.map((kind) => nameLabels[kind]).join('|');
    case 'place':
      return placeLabel(part.place);
    case 'number':
      return part.default === undefined ? part.label : `[${part.label}]`;
    case 'value':
      return 'VALUE';
    case 'direction':
      return part.optional ? '[DIRECTION]' : 'DIRECTION';
    case 'sync':
      return 'START|END READ|WRITE';
    case 'word':
      return part.word;
    case 'text':
    case 'choice':
      return part.default === undefined ? part.label : `[${part.label}]`;
    case 'flags':
    case 'integer': {
      const label = part.word === undefined ? part.label : `${part.word}=${part.label}`;
      return part.default === undefined ? label : `[${label}]`;
    }
    case 'ranges':
      return `${placeLabel(part.place)} LENGTH …`;
    case 'setting':
      return `[${part.word}=${part.label}]`;
    case 'switch':
      return part.off === null ? `[${part.on}]` : `[${part.on}|${part.off}]`;
  }
}

const nameLabels: Readonly<Record<NameKind, string>> = {
  buffer: 'BUFFER',
  device: 'DEVICE',
  process: 'PROCESS',
  fd: 'FD',
  map: 'MAPPING',
  single: 'DMA-MAPPING',
  coherent: 'ALLOCATION',
  vmap: 'VMAP',
  job: 'JOB',
};

function placeLabel(place: PlaceKind): string {
  const names = place.of.map((kind) => nameLabels[kind]).join('|');
  const offset = place.short ? '[+OFFSET]' : '+OFFSET';
  return place.bare ? `[${names}+]OFFSET` : `${names}${offset}`;
}

/** A form as documentation writes it: `NAME = mmap FD [PAGES] …`. */
export function formLabel(form: OperationForm): string {
  const result = form.introduces === null ? '' : 'NAME = ';
  return [result + form.verb, ...form.parts.map(partLabel)].join(' ');
}

/** What a name is, for messages: `a buffer`. */
export const nameTitles: Readonly<Record<NameKind, string>> = {
  buffer: 'a buffer',
  device: 'a device',
  process: 'a process',
  fd: 'a descriptor',
  map: 'a mapping of userspace',
  single: 'a mapping of dma_map_single',
  coherent: 'a coherent allocation',
  vmap: 'a mapping of the kernel',
  job: 'a job',
};
