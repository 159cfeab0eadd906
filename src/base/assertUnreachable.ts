/** Closes a switch over a union: compiles only when every member has been handled. */
export function assertUnreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
}
