/** Reads who speaks: `app@cpu0:`, `gpu:`, `gpu@cpu1:`, `kernel@cpu0:`, `cpu1:`, `iommu:`. */
import type { Agent } from '../model/operation.ts';
import type { Report, Span } from './diagnostic.ts';
import { kernelProcess } from './forms.ts';
import type { Token } from './lines.ts';
import { isReserved } from './words.ts';

/** What has been declared, as far as agents depend on it. */
export interface Cast {
  readonly devices: readonly string[];
  readonly buffers: readonly string[];
  /** Number of CPUs. */
  readonly cpus: number;
}

export interface ReadAgent {
  readonly agent: Agent;
  /** Whether it is only a guess, because the text is wrong. */
  readonly guessed: boolean;
}

const cpuPattern = /^cpu(\d{1,4})$/;

interface Written {
  readonly name: string;
  /** What stands behind the `@`; null where there is none. */
  readonly cpu: string | null;
  readonly nameSpan: Span;
  readonly cpuSpan: Span;
}

/** Takes the token `app @ cpu0:` apart. */
function splitAgent(token: Token): Written {
  const [name = '', cpu] = token.text.slice(0, -1).split('@');
  const at = token.text.indexOf('@');
  const cpuStart = at < 0 ? 0 : at + 1 + token.text.slice(at + 1).search(/\S/);
  const span = (start: number, text: string): Span => ({
    line: token.line,
    column: token.column + start,
    endColumn: token.column + start + text.length,
  });
  return {
    name: name.trim(),
    cpu: cpu?.trim() ?? null,
    nameSpan: span(0, name.trim()),
    cpuSpan: span(cpuStart, cpu?.trim() ?? ''),
  };
}

/** Number of a CPU that exists; null after a complaint. */
function readCpu(text: string, span: Span, cast: Cast, report: Report): number | null {
  const all = Array.from({ length: cast.cpus }, (_, cpu) => `cpu${cpu}`);
  const digits = cpuPattern.exec(text)?.[1];
  if (digits === undefined) {
    report.error(span, `a CPU is needed after @, not ‘${text}’`, { expected: all, word: text });
    return null;
  }
  if (Number(digits) < cast.cpus) return Number(digits);
  const have = cast.cpus === 1 ? 'is 1 CPU' : `are ${cast.cpus} CPUs`;
  report.error(span, `there ${have}; more can be had with cpus= on the platform line`, {
    expected: all,
  });
  return null;
}

function readAlone(written: Written, cast: Cast, report: Report): ReadAgent | null {
  const { name, nameSpan } = written;
  if (cpuPattern.test(name)) {
    const cpu = readCpu(name, nameSpan, cast, report);
    return { agent: { kind: 'cpu', cpu: cpu ?? 0 }, guessed: cpu === null };
  }
  if (name === kernelProcess) {
    report.error(nameSpan, 'kernel code runs on a CPU', { suggestion: 'kernel@cpu0' });
    return { agent: { kind: 'thread', process: name, cpu: 0 }, guessed: true };
  }
  if (isReserved(name)) {
    report.error(
      nameSpan,
      `‘${name}’ is a word of the language and nobody’s name; it takes no colon`,
    );
    return null;
  }
  const expected = [...cast.devices, 'PROCESS@cpu0', 'kernel@cpu0', 'cpu0', 'iommu'];
  const message = `‘${name}’ is no device; a process is written with its CPU, as ${name}@cpu0`;
  report.error(nameSpan, message, { expected, word: name });
  return { agent: { kind: 'device', device: name, cpu: 0 }, guessed: true };
}

/**
 * The agent of a line; where the text is wrong, what was probably meant, after a complaint; null where
 * nothing can be guessed.
 */
export function readAgent(token: Token, cast: Cast, report: Report): ReadAgent | null {
  const written = splitAgent(token);
  const { name, nameSpan } = written;
  if (name === 'iommu') {
    if (written.cpu !== null) report.error(written.cpuSpan, 'the IOMMU is on no CPU');
    return { agent: { kind: 'iommu' }, guessed: written.cpu !== null };
  }
  const isDevice = cast.devices.includes(name);
  if (written.cpu === null && !isDevice) return readAlone(written, cast, report);
  const cpu = written.cpu === null ? 0 : readCpu(written.cpu, written.cpuSpan, cast, report);
  let guessed = cpu === null;
  if (isDevice) return { agent: { kind: 'device', device: name, cpu: cpu ?? 0 }, guessed };
  if (cast.buffers.includes(name)) {
    report.error(nameSpan, `‘${name}’ is a buffer and does nothing`);
    guessed = true;
  } else if (isReserved(name) && name !== kernelProcess) {
    report.error(nameSpan, `‘${name}’ means something else and cannot be a process`);
    guessed = true;
  }
  return { agent: { kind: 'thread', process: name, cpu: cpu ?? 0 }, guessed };
}
