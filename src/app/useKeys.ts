/** The page's listener for the keys of commands. */
import { useEffect } from 'react';
import { commandOfKey, runCommand } from '../session/commands.ts';
import { demoKey } from '../session/demoCommands.ts';
import { lectureKeys } from '../session/lectureCommands.ts';
import { keyName, paletteKey } from '../session/keyNames.ts';
import { useSessionObject } from './useSession.ts';

/** Controls that need some keys for themselves. */
const typing = 'textarea, select, input:not([type="range"], [type="radio"], [type="checkbox"])';

function isTaken(target: EventTarget | null, name: string): boolean {
  if (!(target instanceof Element) || name === paletteKey) return false;
  if (target.closest(typing)) return true;
  if (target.closest('dialog')) return name !== '?';
  if (name === 'Space') return target.closest('button, [role="button"], input') !== null;
  if (name.includes('Arrow')) return target.closest('[role="tablist"], fieldset') !== null;
  return false;
}

/** Lets every key of a command run it, wherever the focus is, unless a control there needs the key. */
export function useKeys(): void {
  const session = useSessionObject();
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      const name = keyName(event);
      if (name === null || event.defaultPrevented || isTaken(event.target, name)) return;
      const state = session.store.getState();
      const special = state.lecture ? lectureKeys[name] : demoKey(state, name);
      const command = special ?? commandOfKey(name)?.id;
      if (command === undefined) return;
      event.preventDefault();
      void runCommand(session, command);
    }
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [session]);
}
