import { expect, test } from 'vitest';
import { escapedAnywhere, escapedText, escapedValue } from './entities.ts';

const signs = `&<>"' &lt;`;

test('each place has the signs that mean something there as entities', () => {
  expect(escapedText(signs)).toBe(`&amp;&lt;&gt;"' &amp;lt;`);
  expect(escapedValue(signs)).toBe(`&amp;&lt;&gt;&quot;' &amp;lt;`);
  expect(escapedAnywhere(signs)).toBe('&amp;&lt;&gt;&quot;&#39; &amp;lt;');
});
