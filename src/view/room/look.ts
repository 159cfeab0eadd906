/** Whether an element has to be drawn anew: most of the room looks after a step as it did before. */

/** A memory of how elements look. It says whether an element has to be drawn, and remembers how it looks then. */
export function rememberLooks(): (element: Element, look: unknown) => boolean {
  const looks = new WeakMap<Element, string>();
  return (element, look) => {
    const text = JSON.stringify(look);
    if (looks.get(element) === text) return false;
    looks.set(element, text);
    return true;
  };
}

/** `look`: everything that the drawing of `element` depends on. False where it was drawn with the same. */
export const isNewLook = rememberLooks();
