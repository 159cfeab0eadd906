/** The tour of the first minute: five cards beside what they are about. It can be left at any time. */
import './tour.css';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { icons } from './icons.tsx';
import { tourSteps, type TourStep } from './tourSteps.ts';
import { runCommand } from '../session/commands.ts';
import { useRun, useSession, useSessionObject } from './useSession.ts';

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export function Tour() {
  const index = useSession((s) => s.tour);
  const step = index === null ? undefined : tourSteps[index];
  return index === null || !step ? null : <Card index={index} step={step} />;
}

function Card({ index, step }: { readonly index: number; readonly step: TourStep }) {
  const run = useRun();
  const session = useSessionObject();
  const box = useBoxOf(step);
  const card = useRef<HTMLDivElement>(null);
  const onward = useRef<HTMLButtonElement>(null);
  const isLast = index === tourSteps.length - 1;
  useEffect(() => {
    void runCommand(session, 'seek', { at: step.at });
    onward.current?.focus({ preventScroll: true });
  }, [session, step]);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'Escape') void runCommand(session, 'tour.skip');
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [session]);
  useLayoutEffect(() => {
    if (card.current) place(card.current, box);
  });
  return (
    <>
      <Ring box={box} />
      <div
        ref={card}
        className="tour-card"
        role="dialog"
        aria-label={`Tour, step ${index + 1} of ${tourSteps.length}: ${step.title}`}
      >
        <button
          type="button"
          className="button square small tour-close"
          aria-label="Leave the tour"
          onClick={() => run('tour.skip')}
        >
          {icons.close}
        </button>
        <h2>{step.title}</h2>
        <p aria-live="polite">{step.text}</p>
        <div className="tour-foot">
          <span className="tour-count">
            {index + 1} of {tourSteps.length}
          </span>
          {index > 0 && (
            <button type="button" className="button small" onClick={() => run('tour.back')}>
              Back
            </button>
          )}
          <button
            ref={onward}
            type="button"
            className="button small primary"
            onClick={() => run('tour.next')}
          >
            {isLast ? 'Begin' : 'Next'}
          </button>
        </div>
      </div>
    </>
  );
}

function Ring({ box }: { readonly box: Box | null }) {
  const ring = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (!ring.current || !box) return;
    const { style } = ring.current;
    style.left = `${box.left}px`;
    style.top = `${box.top}px`;
    style.width = `${box.width}px`;
    style.height = `${box.height}px`;
  }, [box]);
  return box && <div ref={ring} className="tour-ring" aria-hidden="true" />;
}

const gap = 12;

/** Below what it is about where there is room, else above, else over its lower edge; always inside the window. */
function place(card: HTMLElement, box: Box | null): void {
  const { offsetWidth: width, offsetHeight: height } = card;
  const { innerWidth, innerHeight } = window;
  const about = box ?? { left: innerWidth / 2, top: innerHeight / 2, width: 0, height: 0 };
  const below = about.top + about.height + gap;
  const above = about.top - height - gap;
  const beside = about.left - width - gap;
  const isBeside = about.height > innerHeight / 3 && beside > gap;
  const inside = about.top + about.height - height - gap;
  const top = isBeside
    ? about.top + about.height - height - gap
    : below + height < innerHeight
      ? below
      : above > 0
        ? above
        : inside;
  const left = isBeside ? beside : about.left + about.width / 2 - width / 2;
  card.style.left = `${Math.max(gap, Math.min(innerWidth - width - gap, left))}px`;
  card.style.top = `${Math.max(gap, Math.min(innerHeight - height - gap, top))}px`;
}

/** Where the part is that a step is about; null where it is not shown. */
function useBoxOf(step: TourStep): Box | null {
  const [box, setBox] = useState<Box | null>(null);
  useEffect(() => {
    const measure = () => {
      const part = step.about
        .map((selector) => document.querySelector(selector))
        .find((each) => each !== null);
      if (!part) return setBox(null);
      const { left, top, width, height } = part.getBoundingClientRect();
      return setBox({ left, top, width, height });
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(document.documentElement);
    window.addEventListener('scroll', measure, { passive: true, capture: true });
    return () => {
      observer.disconnect();
      window.removeEventListener('scroll', measure, { capture: true });
    };
  }, [step]);
  return box;
}
