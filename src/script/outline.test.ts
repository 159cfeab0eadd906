import { describe, expect, it } from 'vitest';
import { outlineOf } from './outline.ts';

const text = `title T
buffer frame pages=1
device gpu

app@cpu0: fd = export frame
  expect ok
gpu: import fd
app@cpu1: wrong wrong
app@cpu0: p = mmap fd during call
app@cpu0: close fd
`;

describe('the outline of a text', () => {
  it('numbers the operations as a run does: those inside others have no number of their own', () => {
    expect(outlineOf(text).steps).toEqual([
      { line: 5, operation: 1, isInner: false },
      // A line that only expects continues the one above.
      { line: 7, operation: 2, isInner: false },
      { line: 8, operation: 3, isInner: false },
      { line: 9, operation: 3, isInner: true },
      { line: 10, operation: 4, isInner: false },
    ]);
  });

  it('has names with kind, owner and line, also where the text is wrong', () => {
    expect(
      outlineOf(text).names.map(({ name, kind, owner, line }) => [name, kind, owner, line]),
    ).toEqual([
      ['frame', 'buffer', '', 2],
      ['gpu', 'device', '', 3],
      ['fd', 'fd', 'app', 5],
      ['p', 'map', 'app', 9],
    ]);
  });

  it('lists agents, the newest last', () => {
    expect(outlineOf(text).agents).toEqual(['gpu', 'app@cpu1', 'app@cpu0']);
  });
});
