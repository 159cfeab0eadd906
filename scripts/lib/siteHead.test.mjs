import { describe, expect, it } from 'vitest';
import { withHeadTags } from './siteHead.mjs';

const page = '<html><head><title>T</title></head><body>B</body></html>';

describe('tags in a built head', () => {
  it('stand at its end, once, however often they are put there', () => {
    const once = withHeadTags(page, '<meta name="a">\n');
    expect(once).toContain(
      '<title>T</title><!-- preview -->\n<meta name="a">\n<!-- /preview --></head>',
    );
    const twice = withHeadTags(once, '<meta name="b">\n');
    expect(twice).toBe(withHeadTags(page, '<meta name="b">\n'));
  });

  it('need a head', () => {
    expect(() => withHeadTags('<p>', '')).toThrow('the page has no head');
  });
});
