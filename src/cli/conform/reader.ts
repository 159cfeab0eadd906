/**
 * Reading JSON that nobody vouches for: every access is checked, a problem is noted with its path, and
 * a harmless value stands in so that reading goes on. No exceptions, no casts.
 */

type Words<T extends string> = readonly [T, ...T[]];

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A record, or which field of it is wrong. */
export type ReadResult<T> =
  | { readonly ok: true; readonly record: T }
  | { readonly ok: false; readonly message: string };

/** A JSON value and its path; parts of it are read by readers that share the list of problems. */
export class Reader {
  /** Problems so far, in the order in which they were met. */
  readonly problems: string[];
  private readonly value: unknown;
  private readonly path: string;

  constructor(value: unknown, path = '', problems: string[] = []) {
    this.value = value;
    this.path = path;
    this.problems = problems;
  }

  /** Notes a problem of this value. */
  fail(message: string): void {
    this.problems.push(this.path === '' ? message : `${this.path} ${message}`);
  }

  /** What was read by this reader and its parts; the first problem is told, if there was one. */
  resultOf<T>(record: T): ReadResult<T> {
    const [problem] = this.problems;
    return problem === undefined ? { ok: true, record } : { ok: false, message: problem };
  }

  isObject(): boolean {
    return isRecord(this.value);
  }

  /** Names of an object's fields; none of anything else. */
  names(): readonly string[] {
    return isRecord(this.value) ? Object.keys(this.value) : [];
  }

  has(name: string): boolean {
    return isRecord(this.value) && Object.hasOwn(this.value, name);
  }

  /** Notes a field of the object that is not one of `known`. */
  only(known: readonly string[]): void {
    const unknown = this.names().find((name) => !known.includes(name));
    if (unknown !== undefined) this.fail(`has a field "${unknown}" that is not known`);
  }

  /** A field that must be there. */
  at(name: string): Reader {
    if (!this.has(name)) this.fail(`has no "${name}"`);
    return this.field(name);
  }

  /** A field, or null where it is absent. */
  optional(name: string): Reader | null {
    return this.has(name) ? this.field(name) : null;
  }

  private field(name: string): Reader {
    const value = isRecord(this.value) && this.has(name) ? this.value[name] : undefined;
    return new Reader(value, this.path === '' ? name : `${this.path}.${name}`, this.problems);
  }

  /** Items of this list, counted; 0 where it is none. */
  count(): number {
    return Array.isArray(this.value) ? this.value.length : 0;
  }

  /** Items of this list. */
  items(): readonly Reader[] {
    if (!Array.isArray(this.value)) {
      this.fail('is not a list');
      return [];
    }
    return this.value.map(
      (item, index) => new Reader(item, `${this.path}[${index}]`, this.problems),
    );
  }

  text(): string {
    if (typeof this.value === 'string') return this.value;
    this.fail('is not text');
    return '';
  }

  /** One of the words given. */
  word<T extends string>(words: Words<T>): T {
    const text = this.text();
    const found = words.find((word) => word === text);
    if (found !== undefined) return found;
    this.fail(`is "${text.slice(0, 40)}", not one of ${words.join(', ')}`);
    return words[0];
  }

  /** A whole number within bounds, both included. */
  integer(least: number, most: number): number {
    const { value } = this;
    if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) {
      return value;
    }
    this.fail(`is not a whole number from ${least} to ${most}`);
    return least;
  }

  /** A whole number of 64 bits, as a number or in decimal text; from 2^63 on negative with the same bits. */
  wide(): number {
    const { value } = this;
    if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
    if (typeof value === 'string' && /^-?\d{1,20}$/u.test(value))
      return Number(BigInt.asIntN(64, BigInt(value)));
    this.fail('is not a whole number of 64 bits');
    return 0;
  }

  isText(): boolean {
    return typeof this.value === 'string';
  }

  isNull(): boolean {
    return this.value === null;
  }

  flag(): boolean {
    if (typeof this.value === 'boolean') return this.value;
    this.fail('is not true or false');
    return false;
  }
}
