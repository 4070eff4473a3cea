/**
 * `npm test`, in groups that fill two cores: the checks beside the unit tests and what of media comes before their end,
 * server, and the two kinds of whole studios beside each other (one draws films, the other mostly waits for pages).
 * Every check counts as one test. The last line reads `N passed, N failed`. `--full` adds the long runs (rulings §6.9).
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runChecks } from './lib/run-checks.mjs';
import { runStep } from './lib/run-step.mjs';
import { root } from './lib/workspaces.mjs';

const isFull = process.argv.includes('--full');
const total = { passed: 0, failed: 0, skipped: 0 };
const failures = [];

const reports = mkdtempSync(join(tmpdir(), 'kinora-test-'));
try {
  await Promise.all([countChecks(), runProject('unit').then(() => runProject('media'))]);
  await runProject('server');
  await Promise.all([runProject('screens'), runProject('browser')]);
} finally {
  rmSync(reports, { recursive: true, force: true });
}

for (const failure of failures) console.log(`✕ ${failure}`);
if (total.skipped > 0) console.log(`${total.skipped} skipped; the lines above say what each needs`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 ? 0 : 1);

function count(kind, title) {
  total[kind] += 1;
  if (kind === 'failed') failures.push(title);
}

async function countChecks() {
  for (const { title, isPassed } of await runChecks()) count(isPassed ? 'passed' : 'failed', title);
}

/** Runs one vitest project and adds its counts; a project that dies without a report counts as one failure. */
async function runProject(project) {
  const file = join(reports, `${project}.json`);
  const args = [
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--project',
    project,
    '--reporter=dot',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ];
  const { code, seconds } = await runStep(process.execPath, args, { env: { KINORA_TEST_FULL: isFull ? '1' : '' } });
  const before = total.failed; // Nothing is awaited from here on, so what another project counts does not come between.
  try {
    const report = JSON.parse(readFileSync(file, 'utf8'));
    for (const suite of report.testResults) addSuite(suite);
    console.log(`slowest of ${project}: ${listSlowest(report.testResults)}`);
  } catch (error) {
    count('failed', `${project}: no report (${error.message})`);
  }
  if (code !== 0 && total.failed === before)
    count('failed', `${project}: exit code ${code} (leaked handle or unhandled error above)`);
  console.log(`${project}: ${seconds.toFixed(0)} s`);
}

/** What to look at first when the whole run grows over its limit. */
function listSlowest(suites) {
  return suites
    .map(({ name, startTime, endTime }) => ({
      name: name.replace(`${root}/`, ''),
      seconds: (endTime - startTime) / 1000,
    }))
    .sort((left, right) => right.seconds - left.seconds)
    .slice(0, 8)
    .map(({ name, seconds }) => `${name} ${seconds.toFixed(0)} s`)
    .join(', ');
}

function addSuite(suite) {
  for (const test of suite.assertionResults) {
    if (test.status === 'passed') count('passed', test.fullName);
    else if (test.status === 'failed') count('failed', `${suite.name.replace(root, '.')}: ${test.fullName}`);
    else total.skipped += 1;
  }
  if (suite.status === 'failed' && suite.assertionResults.length === 0)
    count('failed', `${suite.name.replace(root, '.')}: ${suite.message}`);
}
