/** Signs that mean something in HTML and in XML, as they are written where they are to mean themselves. */

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** The text between tags. */
export function escapedText(text: string): string {
  return text.replaceAll(/[&<>]/gu, entity);
}

/** The text in an attribute within double quotes, or between tags. */
export function escapedValue(text: string): string {
  return text.replaceAll(/[&<>"]/gu, entity);
}

/** The text in an attribute within quotes of either kind, or between tags. */
export function escapedAnywhere(text: string): string {
  return text.replaceAll(/[&<>"']/gu, entity);
}

function entity(sign: string): string {
  return entities[sign] ?? sign;
}
