import { describe, expect, it } from 'vitest';
import { printCursor } from '../history/cursor.ts';
import { storyOf } from './story.ts';

const head = `title T
platform arm64 cpus=1 page=512
buffer frame pages=1 exporter=gem mmap=none
device gpu importer=cached
`;

function telling(lines: readonly string[]): string | null {
  const story = storyOf({ id: 'x', group: 'G', text: `${head}\n${lines.join('\n')}\n` });
  return story && printCursor(story.telling);
}

const mapped = ['app@cpu0: fd = export frame', 'app@cpu0: p = mmap fd', 'gpu: import fd'];

describe('the step to show where one picture has to do', () => {
  it('is the one at which wrong bytes are seen', () => {
    const steps = [...mapped, 'gpu: map frame TO_DEVICE', 'app@cpu0: write p+0 64 B'];
    expect(telling([...steps, 'gpu: dma read frame+0 64', 'gpu: unmap frame'])).toBe('6');
  });

  it('is the first that breaks a rule, where nothing came of it', () => {
    const steps = [...mapped, 'gpu: map frame TO_DEVICE', 'app@cpu0: write p+0 64 B'];
    expect(telling([...steps, 'gpu: unmap frame'])).toBe('5');
  });

  it('is the last that was refused, where no rule was broken', () => {
    expect(telling([...mapped, 'app@cpu0: q = mmap fd 4096', 'app@cpu0: close fd'])).toBe('4');
  });

  it('is the last that read bytes, where all went well', () => {
    const steps = [...mapped, 'app@cpu0: read p+0 64', 'app@cpu0: read p+64 64'];
    expect(telling([...steps, 'app@cpu0: close fd'])).toBe('5');
  });

  it('is the end, where there is nothing of all that', () => {
    expect(telling(mapped)).toBe('3');
  });

  it('is nowhere in a text with a mistake', () => {
    expect(telling(['app@cpu0: fly'])).toBeNull();
  });
});
