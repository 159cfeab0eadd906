/**
 * The only file that imports xstate. The model uses its definitions and, in tests, its pure functions;
 * it never starts an actor.
 */
export { setup } from 'xstate';
export type { AnyStateMachine, AnyStateNode } from 'xstate';
