// The script of a page that a bundler builds: e2e/package.spec.ts opens it.
import { connect } from 'bufscope/client';
import { findScenario, readScenario, runScenario } from 'bufscope/model';
import 'bufscope/player';

const scenario = readScenario(findScenario('missed-clean').text);
const { violations } = runScenario(scenario, 'arm64');
document.querySelector('#model').textContent = violations.map(({ rule }) => rule).join(', ');

const player = await connect(document.querySelector('iframe'));
const { state } = await player.run('seek', { at: '8' });
document.querySelector('#client').textContent = `at ${state.at} of ${state.scenario}`;
