/** The offer of the tour on the first visit; once it was taken or dismissed it does not come again. */
import './tour.css';
import { useState } from 'react';
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
  // At once: the tour takes its place before an effect of this would run.
  const end = () => {
    remember(key);
    setOpen(false);
  };
  if (!isOpen || hasSheet || isBegun) return null;
  return (
    <aside className="first-offer" aria-label="First visit">
      <span>New here? Five steps, one minute.</span>
      <button
        type="button"
        className="button primary small"
        onClick={() => {
          end();
          void run('tour.start');
        }}
      >
        Take the tour
      </button>
      <button type="button" className="button square small" aria-label="No tour" onClick={end}>
        {icons.close}
      </button>
    </aside>
  );
}
