/** Why: what the scenario is about, and at each step what happened by which rule. */
import { isAtStart } from '../session/derive.ts';
import { lazyPart } from './lazyPart.ts';
import { useRun, useSession } from './useSession.ts';

const WhyStep = lazyPart(async () => (await import('./WhyStep.tsx')).WhyStep);

export function WhyPanel() {
  const atStart = useSession(isAtStart);
  return (
    <section className="panel why" aria-label="Why">
      <div className="panel-head">
        <h2 className="panel-title">Why</h2>
      </div>
      <div className="why-body scroll" tabIndex={0} role="group" aria-label="Explanation">
        {atStart ? <About /> : <WhyStep />}
      </div>
    </section>
  );
}

/** A script without an operation: the ways on from here. */
function HowToBegin() {
  const run = useRun();
  return (
    <>
      <p>It has no operation: write its lines, or open a scenario and change that.</p>
      <p className="ways-on">
        <button type="button" className="button" onClick={() => run('script.edit')}>
          Edit the script
        </button>
        <button type="button" className="button" onClick={() => run('scenario.menu')}>
          Open a scenario
        </button>
      </p>
    </>
  );
}

/** Before the first step: what the scenario is about. */
function About() {
  const scenario = useSession((s) => s.scenario);
  const isEmpty = useSession((s) => s.history.entries.length === 0);
  return (
    <>
      <p className="why-text">
        <strong>{scenario.title || 'Untitled script'}</strong>
      </p>
      {isEmpty && <HowToBegin />}
      {scenario.summary !== '' && <p>{scenario.summary}</p>}
      {scenario.sources.map((source) => (
        <p className="why-rule" key={source}>
          {source}
        </p>
      ))}
    </>
  );
}
