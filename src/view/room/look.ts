/** Whether an element has to be drawn anew: most of the room looks after a step as it did before. */
const looks = new WeakMap<Element, string>();

/** `look`: everything that the drawing of `element` depends on. False where it was drawn with the same. */
export function isNewLook(element: Element, look: unknown): boolean {
  const text = JSON.stringify(look);
  if (looks.get(element) === text) return false;
  looks.set(element, text);
  return true;
}
