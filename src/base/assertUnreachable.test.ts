import { describe, expect, it } from 'vitest';
import { assertUnreachable } from './assertUnreachable.ts';

/** The number of legs; a third kind of animal would not compile. */
function legs(animal: 'cat' | 'hen'): number {
  switch (animal) {
    case 'cat':
      return 4;
    case 'hen':
      return 2;
    default:
      return assertUnreachable(animal);
  }
}

describe('assertUnreachable', () => {
  it('names the value that came in from outside the union', () => {
    const fromOutside = JSON.parse('"snake"');
    expect(() => legs(fromOutside)).toThrow('snake');
  });
});
