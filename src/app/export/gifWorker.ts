/**
 * Starts the worker that encodes GIFs. The one place where bufscope names a script's address while it runs, so the
 * one that needs a policy where Trusted Types are enforced: it lets this address through and no other.
 */
import address from './gif.worker.ts?worker&url';

interface AddressPolicy {
  /** An object that stands for a script's address; TypeScript's libraries still take it for text. */
  readonly createScriptURL: (address: string) => string;
}

declare global {
  interface Window {
    /** Absent in browsers without Trusted Types. */
    readonly trustedTypes?: {
      readonly createPolicy: (name: string, rules: AddressPolicy) => AddressPolicy;
    };
  }
}

const policy = window.trustedTypes?.createPolicy('bufscope-worker', {
  createScriptURL(wanted) {
    if (wanted !== address) throw new TypeError('no worker of bufscope');
    return wanted;
  },
});

export function startGifWorker(): Worker {
  return new Worker(policy?.createScriptURL(address) ?? address, { type: 'module' });
}
