/** A run as a list to read: each operation, what it does, what came of it, and what to look at. */
import { afterOperation } from '../history/cursor.ts';
import type { Deed, Replay, ReplayedStep } from '../history/replay.ts';
import { refusalOf, verdictOfStep } from '../history/stepVerdict.ts';
import type { RuleId } from '../model/violation.ts';
import { rules } from '../model/violations/rules.ts';
import { describeOperation } from '../script/describe.ts';
import { printOperation } from '../script/printOperation.ts';
import { asSentence, resultSentence } from '../script/resultWords.ts';
import { fragmentOf } from './addresses.ts';
import { html, type Html } from './html.ts';
import type { Story } from './story.ts';
import { verdictMark } from './verdictMark.ts';

/** The steps on the scenario's own platform; each number opens the workbench there. */
export function stepList({ id, own, telling }: Story): Html {
  return html`<ol class="steps">
    ${own.steps.map((step) => stepItem(id, own, step, step.number === telling.operation))}
  </ol> `;
}

function stepItem(id: string, replay: Replay, step: ReplayedStep, isTelling: boolean): Html {
  const { number, entry, deeds } = step;
  const verdict = verdictOfStep(entry, replay.verdict);
  const notes = deeds.flatMap((deed) => deed.step.notes);
  const broken = [...new Set(entry.violations.map(({ rule }) => rule))];
  const link = `../index.html#${fragmentOf(id, afterOperation(number))}`;
  return html`<li class="step ${verdict}${isTelling ? ' telling' : ''}" id="step-${number}">
    <a class="number" href="${link}" aria-label="Step ${number} in the workbench">${number}</a>
    <div>
      ${deeds.map(deedLines)}${
        verdict === 'right'
          ? null
          : html`<p class="broken">${verdictMark(verdict)} ${broken.map(ruleWords)}</p> `
      }${notes.map((note) => html`<p class="note">${note}</p> `)}
    </div>
  </li> `;
}

function deedLines({ step, outcome, during }: Deed): Html {
  const { operation } = step;
  const result = outcome.result;
  // Names of agents stay as they are written, also where a sentence begins.
  const said = asSentence(`${describeOperation(operation)}: ${resultSentence(result)}`);
  const inside = during === null ? null : html` <span class="during">during ${during}</span>`;
  const isRefused = refusalOf(result) !== null;
  return html`<p class="line"><code>${printOperation(operation)}</code>${inside}</p>
    <p class="said${isRefused ? ' refused' : ''}">${said}</p> `;
}

function ruleWords(rule: RuleId): Html {
  return html`<span class="rule" title="${rules[rule].text}"
    ><code>${rule}</code> ${rules[rule].title}.</span
  > `;
}
