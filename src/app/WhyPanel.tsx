/** Why: what the scenario is about, and at each step what happened by which rule. */
import { isAtStart } from '../session/derive.ts';
import { lazyPart } from './lazyPart.ts';
import { useSession } from './useSession.ts';

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

/** Before the first step: what the scenario is about. */
function About() {
  const scenario = useSession((s) => s.scenario);
  return (
    <>
      <p className="why-text">
        <strong>{scenario.title || 'Untitled script'}</strong>
      </p>
      {scenario.summary !== '' && <p>{scenario.summary}</p>}
      {scenario.sources.map((source) => (
        <p className="why-rule" key={source}>
          {source}
        </p>
      ))}
    </>
  );
}
