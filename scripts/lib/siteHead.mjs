// Tags in the head of a built page, between marks, so that doing it twice leaves one copy.

const begin = '<!-- preview -->';
const end = '<!-- /preview -->';

/**
 * @param {string} page
 * @param {string} tags
 * @returns {string} the page with these tags, in place of those that it had from before
 */
export function withHeadTags(page, tags) {
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  const bare = from >= 0 && to > from ? page.slice(0, from) + page.slice(to + end.length) : page;
  const at = bare.indexOf('</head>');
  if (at < 0) throw new Error('the page has no head');
  return `${bare.slice(0, at)}${begin}\n${tags}${end}${bare.slice(at)}`;
}
