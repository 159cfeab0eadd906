/** The offer of the tour on the first visit; once it was taken or dismissed it does not come again. */
import './tour.css';
import { useEffect, useState } from 'react';
import { isAtStart } from '../session/derive.ts';
import { icons } from './icons.tsx';
import { isRemembered, remember } from './memory.ts';
import { useRun, useSession } from './useSession.ts';

const key = 'tour-offered';

export function FirstOffer() {
  const [isOpen, setOpen] = useState(() => !isRemembered(key));
  const hasSheet = useSession((s) => s.sheet !== null);
  // Whoever steps has begun without it, and wants to see what lies below.
  const isBegun = useSession((s) => !isAtStart(s));
  const run = useRun();
  useEffect(() => {
    if (!isOpen) remember(key);
  }, [isOpen]);
  if (!isOpen || hasSheet || isBegun) return null;
  return (
    <aside className="first-offer" aria-label="First visit">
      <span>New here? Five steps, one minute.</span>
      <button
        type="button"
        className="button primary small"
        onClick={() => {
          setOpen(false);
          void run('tour.start');
        }}
      >
        Take the tour
      </button>
      <button
        type="button"
        className="button square small"
        aria-label="No tour"
        onClick={() => setOpen(false)}
      >
        {icons.close}
      </button>
    </aside>
  );
}
