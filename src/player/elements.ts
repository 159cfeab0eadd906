/** Makes elements: attributes and children, texts as text. Nothing here takes markup. */

type Attributes = Readonly<Record<string, string>>;

const svgSpace = 'http://www.w3.org/2000/svg';

export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** An icon on a 16 by 16 grid, in the colour of its text; its button carries the words. */
export function icon(path: string): SVGSVGElement {
  const svg = document.createElementNS(svgSpace, 'svg');
  const attributes = {
    class: 'icon',
    viewBox: '0 0 16 16',
    'aria-hidden': 'true',
    focusable: 'false',
  };
  for (const [name, value] of Object.entries(attributes)) svg.setAttribute(name, value);
  const drawn = document.createElementNS(svgSpace, 'path');
  drawn.setAttribute('d', path);
  svg.append(drawn);
  return svg;
}
