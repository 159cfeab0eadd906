/** Arguments of a command: words, and options declared by the command. */
import { nearest } from '../script/nearest.ts';

export interface OptionSpec {
  /** Without `--`. */
  readonly name: string;
  /** What stands for its value in the help; absent for a switch. */
  readonly value?: string;
  readonly text: string;
}

export interface Args {
  /** What is no option, in order. */
  readonly words: readonly string[];
  /** Values by option name; a switch that is given has the value ''. */
  readonly options: ReadonlyMap<string, string>;
}

/** Reads a command's arguments; a string says what is wrong with them. */
export function parseArgs(args: readonly string[], specs: readonly OptionSpec[]): Args | string {
  const words: string[] = [];
  const options = new Map<string, string>();
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? '';
    if (arg === '--') {
      words.push(...args.slice(i + 1));
      break;
    }
    if (!arg.startsWith('-') || arg === '-') {
      words.push(arg);
      continue;
    }
    const [, name = '', inline] = /^--?([^=]*)(?:=(.*))?$/s.exec(arg) ?? [];
    const spec = specs.find((candidate) => candidate.name === name);
    if (!spec) return unknownOption(arg, name, specs);
    if (options.has(name)) return `${dashed(name)} is given twice`;
    if (spec.value === undefined) {
      if (inline !== undefined) return `${dashed(name)} takes no value`;
      options.set(name, '');
      continue;
    }
    const value = inline ?? args[++i];
    if (value === undefined) return `${dashed(name)} needs a value: ${dashed(name)} ${spec.value}`;
    options.set(name, value);
  }
  return { words, options };
}

/** An option as it is written: `-o`, `--platform`. */
export function dashed(name: string): string {
  return `${name.length === 1 ? '-' : '--'}${name}`;
}

function unknownOption(arg: string, name: string, specs: readonly OptionSpec[]): string {
  const near = nearest(
    name,
    specs.map((spec) => spec.name),
  );
  return `unknown option ${arg}${near === null ? '' : `; did you mean ${dashed(near)}?`}`;
}
