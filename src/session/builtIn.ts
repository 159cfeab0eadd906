/** A built-in scenario as the page carries it. */
import type { Scenario } from '../script/ast.ts';

/** A declaration as it is written: `buffer`, `frame pages=2 mmap=shootdown`. */
export interface Declaration {
  readonly word: string;
  readonly text: string;
}

export interface BuiltIn {
  /** Stable id, as written in links. */
  readonly id: string;
  /** Heading under which it is listed. */
  readonly group: string;
  readonly declarations: readonly Declaration[];
  /** What it means, without comments and expectations. */
  readonly scenario: Scenario;
}

/** The lines of a script that declare what it runs on. */
export function readDeclarations(script: string): readonly Declaration[] {
  return script
    .split('\n')
    .map((line) => /^\s*(platform|buffer|device)\s+([^#]*)/.exec(line))
    .flatMap((match) => {
      const [, word = '', text = ''] = match ?? [];
      return word === '' ? [] : [{ word, text: text.trim().replace(/\s+/g, ' ') }];
    });
}
