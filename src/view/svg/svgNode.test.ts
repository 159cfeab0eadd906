import fc from 'fast-check';
import { expect, it } from 'vitest';
import { node, writeSvg } from './svgNode.ts';

const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.stringMatching(/^[<>&"'a-c/!;#\]-]{0,16}$/u),
);

it('is XML of the text that it is given, whatever that is', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const svg = writeSvg(
        node('svg', { id: text, xmlns: 'http://www.w3.org/2000/svg' }, [node('text', {}, [text])]),
      );
      const read = new DOMParser().parseFromString(svg, 'image/svg+xml');
      expect(read.querySelector('parsererror')).toBeNull();
      expect(read.documentElement.children).toHaveLength(1);
      expect(read.querySelector('text')?.children).toHaveLength(0);
    }),
  );
});

it('puts no blank beside words', () => {
  const words = node('text', {}, [node('tspan', {}, ['a']), node('tspan', {}, [' b & c'])]);
  expect(writeSvg(node('g', { x: 1, name: '"' }, [words]))).toBe(
    '<g x="1" name="&quot;">\n<text><tspan>a</tspan><tspan> b &amp; c</tspan></text>\n</g>\n',
  );
});
