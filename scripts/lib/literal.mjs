// Data as the source of a module. What occurs at several places in it is one object there too: the states of
// a run share what did not change, and code asks whether two things are the same.

/** @param {unknown} value */
const isObject = (value) => typeof value === 'object' && value !== null;

/**
 * Statements that declare `names` with these values.
 * @param {Record<string, unknown>} values plain data, by name
 * @returns {string}
 */
export function exportsOf(values) {
  /** @type {Map<unknown, number>} */
  const places = new Map();
  /** @param {unknown} value */
  const count = (value) => {
    if (!isObject(value)) return;
    const seen = places.get(value) ?? 0;
    places.set(value, seen + 1);
    if (seen === 0) Object.values(/** @type {object} */ (value)).forEach(count);
  };
  Object.values(values).forEach(count);

  /** @type {Map<unknown, string>} */
  const shared = new Map();
  /** @type {string[]} */
  const lines = [];
  /** @param {unknown} value @returns {string} */
  const write = (value) => {
    const known = shared.get(value);
    if (known !== undefined) return known;
    const text = literal(value);
    if (!isObject(value) || (places.get(value) ?? 0) < 2 || text.length < 3) return text;
    const name = `_${shared.size}`;
    shared.set(value, name);
    lines.push(`const ${name} = ${text};`);
    return name;
  };
  /** @param {unknown} value @returns {string} */
  const literal = (value) => {
    if (Array.isArray(value)) return `[${value.map(write).join(',')}]`;
    if (!isObject(value)) return JSON.stringify(value) ?? 'undefined';
    const fields = Object.entries(/** @type {object} */ (value));
    return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${write(field)}`).join(',')}}`;
  };
  const declared = Object.entries(values).map(
    ([name, value]) => `export const ${name} = ${write(value)};`,
  );
  return [...lines, ...declared].join('\n');
}
